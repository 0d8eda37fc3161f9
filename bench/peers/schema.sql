-- What the peer writes for each event: unique delivery id, body hash, payload as jsonb (what such a stack would take).
CREATE TABLE events (
  seq bigserial PRIMARY KEY,
  delivery_id uuid NOT NULL UNIQUE,
  event text NOT NULL,
  body_sha256 bytea NOT NULL,
  payload jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE jobs_done (job_id text PRIMARY KEY, done_at timestamptz NOT NULL DEFAULT now());
