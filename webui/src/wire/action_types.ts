// The JSON shapes of what a person does: deploying, describing projects and nodes, looking into deliveries, setting up.
import type { Plan, Time } from './types';

/** What a deployment is asked to bring: one of three. */
export type Target = { commit: string } | { ref: string } | { release: string };

export interface NamedRef { ref: string; commit: string | undefined }

export interface ReleaseRow {
  id: string;
  project: string;
  commit: string;
  message?: string;
  author?: string;
  authored_at?: Time;
  state: string; // building, built, failed
  built_at?: Time;
}

/** What lies between what runs and what is asked for. */
export interface Changes {
  base: string | null;
  head: string;
  direction: 'first' | 'same' | 'forward' | 'back' | 'diverged' | 'unknown';
  commits: { commit: string; author?: string; at?: Time; subject: string }[];
  commits_truncated: boolean;
  files: { path: string; added: number | null; removed: number | null }[] | null;
  files_truncated: boolean;
  totals: { files: number; added: number; removed: number } | null;
  compare_url?: string;
}

/** What a deployment would do. */
export interface DryRun { plan: Plan; commit: string | undefined; release: string | undefined; waits: string | undefined; changes: Changes | undefined }

export interface Delivery {
  position: number;
  source: string; // "github", "github/NAME"
  key: string;
  received_at: Time;
  event: string; // what the sender calls it; empty: no webhook
  headers: Record<string, string>;
  repository: string; // that it is about; empty: not known
  ref: string;
  status: number | null; // that it was answered with
  answer: unknown;
  sha256: string;
  body_kept: boolean;
}

export interface DeliveryPage { deliveries: Delivery[]; next: string | null }

/** An event and the one that caused it. */
export interface CausedEvent { position: number; type: string; stream: string; causation: number }

export interface DeliveryDetail extends Delivery {
  body: string | null; // null: no longer kept
  size: number | null;
  truncated: boolean; // the server did not send all of it
  events: { position: number; type: string; stream: string }[];
}

export interface Setup {
  webhook_url: string;
  webhook_content_type: string;
  events: string[];
  secret_known: boolean;
  hooks: { name: string; url: string; secret_known: boolean }[]; // the one without a name among them
  checks: SetupCheck[];
}

export interface SetupCheck { id: string; done: boolean; text: string; next: string }

/** A node as it was registered: what the board leaves out. */
export interface RegisteredNode { name: string; kind: 'local' | 'ssh'; address: string; root: string; user?: string; port?: number; groups: string[] }

export interface Finding { what: string; state: string; remark: string }

/** What a test of a connection brought. */
export interface NodeTest { reachable: boolean; host_key: string; fingerprint: string; public_key: string; worker: string; findings: Finding[] }

export interface FieldChange { field: string; before: unknown; after: unknown }
export interface Remark { field: string; detail: string }

/** What applying a spec did, or would do. */
export interface Applied { result: 'created' | 'added' | 'changed' | 'unchanged'; changes: FieldChange[]; warnings: Remark[] }

export interface AppliedProject { spec: Record<string, unknown>; repository: string; repository_bound: boolean }

export interface RepositoryTest { reachable: boolean; default_branch: string; branches: number | null; remark: string }
