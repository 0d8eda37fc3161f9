-- The only mutable coordination table. `open` repeats the state for the indexes, so that a claim and the renewal of a
-- lease change no indexed column and stay heap-only updates.
CREATE TABLE runs (
  tenant      text COLLATE "C" NOT NULL DEFAULT 'default',
  id          text COLLATE "C" NOT NULL,
  subject     text COLLATE "C" NOT NULL,
  environment text COLLATE "C",
  kind        text COLLATE "C" NOT NULL,
  state       text COLLATE "C" NOT NULL CHECK (state IN ('queued', 'running', 'done', 'needs_attention')),
  open        boolean NOT NULL CHECK (open = (state IN ('queued', 'running'))),
  owner       text COLLATE "C" NOT NULL DEFAULT '',
  lease_until timestamptz,
  fence       bigint NOT NULL DEFAULT 0,
  attempts    integer NOT NULL DEFAULT 0,
  offered_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id, tenant)
) WITH (fillfactor = 50);
-- The environment lock: at most one unfinished deploy run each.
CREATE UNIQUE INDEX runs_environment_lock ON runs (environment, tenant) WHERE open AND environment IS NOT NULL;
CREATE INDEX runs_open ON runs (id) WHERE open;
