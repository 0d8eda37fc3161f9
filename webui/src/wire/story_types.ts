// The JSON shapes that tell a deployment's story: what it waited for, why it runs where it does, its facts.
import type { EventRow, Time } from './types';

/** `to` is absent while it still waits; `for` is the deployment it waits for. */
export interface Wait { from: Time; to?: Time; reason: string; for?: string }

/** One link of the chain back to what somebody outside asked for. */
export interface Link { position: number; type: string; at: Time; actor: string; text?: string }

/** What a node runs, since when, and how it came to it. */
export interface NodeWhy { node: string; release: string; commit: string; since?: Time; deployment?: string; chain: Link[] }

export interface EventPage { events: EventRow[]; position: number }
