// The JSON shapes of the API, exactly as the server sends them.
import type { Wait } from './story_types';

export type Status =
  | 'pending_approval' | 'queued' | 'running' | 'succeeded' | 'failed'
  | 'rolled_back' | 'cancelled' | 'superseded' | 'expired' | 'needs_attention';

/** RFC 3339, UTC, milliseconds. */
export type Time = string;

export interface Board {
  position: number;
  at: Time;
  projects: Project[];
  environments: Environment[];
  nodes: Node[];
  deployments: DeploymentRow[]; // the newest 50, newest first
}

export interface Project {
  name: string;
  repository: string;
  url_seen?: string;
  repository_bound: boolean;
  default_branch?: string;
  environments: string[];
  applied_at: Time;
}

export interface Environment {
  project: string;
  name: string;
  queue_policy: 'supersede' | 'queue' | 'refuse';
  deploy_on?: string;
  current?: { release: string; commit: string; message?: string; author?: string; deployment: string; since: Time };
  previous?: { release: string; commit: string; message?: string };
  lock?: { deployment: string; since: Time };
  waiting: { deployment: string; commit: string }[];
  quarantine: Quarantined[];
  doubt?: Doubt;
  last_status?: Status;
  last_deployment?: string;
  nodes: string[];
  outcomes: { deployment: string; status: Status }[]; // newest last, at most 10
}

export interface Quarantined { commit: string; deployment: string; reason: string; at: Time }

/** Going back failed: these nodes may run `commit`, or what was live before. */
export interface Doubt { deployment: string; commit: string; reason: string; since: Time; nodes: string[] }

export interface Node {
  name: string;
  kind: 'local' | 'ssh';
  address: string;
  groups: string[];
  health: 'unknown' | 'up' | 'down'; // down where one of `checks` is
  health_detail?: string;
  health_since?: Time;
  live: Record<string, string>; // environment -> release
  checks: Record<string, 'up' | 'down'>; // environment -> what was found out for it
  details: Record<string, string>; // environment -> why it is down there
}

export interface DeploymentRow {
  id: string;
  project: string;
  environment: string;
  commit: string;
  message?: string;
  author?: string;
  ref?: string;
  status: Status;
  reason?: string;
  trigger: 'push' | 'release' | 'poll' | 'manual' | 'rollback';
  actor: string;
  requested_at: Time;
  started_at?: Time;
  finished_at?: Time;
  rollback_of?: string;
  rolled_back_by?: string;
  release?: string;
  note?: string; // why somebody asked for it
  position: number;
}

export interface Plan {
  build: Stage[];
  deploy: Stage[];
  undo: Stage[];
  digest: string | null;
  undo_digest?: string | null;
}

export interface Stage { name: string; steps: { id: string; action: string; target: string }[] }

export type Part = 'build' | 'deploy' | 'undo';

export interface Step {
  id: string;
  stage: string;
  part: Part;
  target: string;
  attempt: number;
  state: 'running' | 'succeeded' | 'failed' | 'unknown' | 'interrupted';
  started_at: Time;
  finished_at?: Time;
  took_ms?: number;
  optional?: boolean; // its failure decides nothing
  output?: Record<string, unknown>; // what it found out, by name
  reason?: string;
  detail?: string;
}

export interface Cause { position: number; type: string; at: Time; actor: string }

export interface Deployment extends DeploymentRow {
  plan: Plan;
  steps: Step[];
  run?: string;
  worker?: string;
  attempts: number;
  waits?: Wait[];
  causes: Cause[];
  actions: { cancel: boolean; retry: boolean; mark_done: boolean; rollback: boolean };
}

export interface EventRow {
  position: number;
  stream: string;
  version: number;
  type: string;
  schema: number;
  data: Record<string, unknown>;
  actor: string;
  causation: number;
  correlation: string;
  recorded_at: Time;
  delivery?: string;
}

/** The answer to a deployment or rollback that was asked for; a dry run has no deployment. */
export interface Accepted { deployment?: string; position?: number; commit?: string; plan: Plan }

export interface DeploymentPage { deployments: DeploymentRow[]; next: string | null }

/** Whole new values of the rows that changed, and the keys of those that are gone. */
export type BoardRows = Partial<Pick<Board, 'projects' | 'environments' | 'nodes' | 'deployments'>> & {
  removed?: { projects: string[]; environments: string[]; nodes: string[] };
};

export interface SnapshotMessage { type: 'snapshot'; position: number; board: Board }
/** Covers first..position; without events when they were not asked for. */
export interface ChangeMessage { type: 'change'; first?: number; position: number; at?: Time; events: EventRow[]; board: BoardRows }
export interface LogMessage { type: 'log'; deployment: string; step: string; attempt: number; first_line: number; text: string; at?: Time }
/** This reader was too slow: so many messages were missed, and the log stands at `position`. */
export interface BehindMessage { type: 'behind'; position: number; missed?: number }
/** Something that was sent was not understood; nothing has changed by it. */
export interface ProblemMessage { type: 'problem'; title: string; detail: string }

/** What a node has and uses, by the same probe that tells its health; bytes. What is not known is absent. */
export interface NodeLoad {
  at: Time;
  load1?: number;
  cores?: number;
  memory_used?: number;
  memory_total?: number;
  disk_used?: number;
  disk_total?: number;
}
export interface LoadMessage { type: 'load'; nodes: Record<string, NodeLoad> }
export type ServerMessage = SnapshotMessage | ChangeMessage | LogMessage | LoadMessage | BehindMessage | ProblemMessage;

export type Topic = 'board' | 'events' | 'load' | 'logs';
export type ClientMessage = { type: 'follow' | 'unfollow'; deployment: string } | { type: 'topics'; topics: readonly Topic[] };

/** One line of a log as NDJSON. */
export interface LogRow { step: string; attempt: number; line: number; text: string; at?: Time } // at: when its chunk was stored

/** RFC 9457. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  field?: string;
  code?: string;
  request_id?: string; // by which the server's own log finds the request
  errors?: { field: string; detail: string }[]; // all of an input's mistakes; `detail` is the first
  host_key?: string; // of a node, to be confirmed
  fingerprint?: string;
}
