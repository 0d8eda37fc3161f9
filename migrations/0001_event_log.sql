-- The truth: events, the deliveries that brought them, and the rows that order and lock them.
-- Keys compare bytewise: no locale may ever change the order of an index. The tenant stands last in them: comparing
-- 'default' with 'default' first cost an event a third of its insert.

CREATE TABLE events (
  tenant      text COLLATE "C" NOT NULL DEFAULT 'default',
  position    bigint NOT NULL PRIMARY KEY CHECK (position > 0),
  stream      text COLLATE "C" NOT NULL,
  version     bigint NOT NULL CHECK (version > 0),
  type        text COLLATE "C" NOT NULL,
  schema      integer NOT NULL,
  actor       text COLLATE "C" NOT NULL,
  causation   bigint NOT NULL,
  correlation uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  data        bytea COMPRESSION lz4 NOT NULL,
  delivery    text COLLATE "C",
  leaf        bytea NOT NULL CHECK (length(leaf) = 32),
  UNIQUE (stream, version, tenant)
);
-- Time travel asks for the last position before a moment; positions and times rise together.
CREATE INDEX events_by_time ON events USING brin (recorded_at) WITH (pages_per_range = 32, autosummarize = on);

CREATE VIEW events_json AS
  SELECT tenant, position, stream, version, type, schema, actor, causation, correlation, recorded_at,
         convert_from(data, 'UTF8')::jsonb AS data, delivery, encode(leaf, 'hex') AS leaf
  FROM events;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events are immutable: record a new event instead' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER events_are_immutable BEFORE UPDATE OR DELETE ON events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_are_kept BEFORE TRUNCATE ON events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_immutable;
ALTER TABLE events ENABLE ALWAYS TRIGGER events_are_kept;

-- Inbox and payload in one; `body` is a zstd frame of the exact bytes, or empty after retention. The events of a delivery follow each other and stand soon after `logged_after`, the head
-- as it was when the batch began: that finds the position of a replay without an index on every event.
CREATE TABLE deliveries (
  tenant       text COLLATE "C" NOT NULL DEFAULT 'default',
  source       text COLLATE "C" NOT NULL,
  key          text COLLATE "C" NOT NULL,
  body_sha256  bytea NOT NULL CHECK (length(body_sha256) = 32),
  headers      text COMPRESSION lz4 NOT NULL,
  body         bytea,
  answer       text NOT NULL,
  received_at  timestamptz NOT NULL DEFAULT now(),
  logged_after bigint NOT NULL,
  events       integer NOT NULL,
  PRIMARY KEY (key, source, tenant)
  -- A compressed webhook of common size stays in the row: a third less work than a trip to the TOAST table.
) WITH (toast_tuple_target = 4080);
ALTER TABLE deliveries ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX deliveries_by_time ON deliveries (received_at);

CREATE TABLE streams (
  tenant  text COLLATE "C" NOT NULL DEFAULT 'default',
  id      text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (id, tenant)
) WITH (fillfactor = 50);  -- room for the next versions on the same page: every bump stays a heap-only update

-- One row, locked last by every transaction that appends: commit order is position order, without a hole.
CREATE TABLE log_head (
  single   boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (single),
  position bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO log_head (position) VALUES (0);

-- Plans, undo plans, diffs, specs: events name their digests.
CREATE TABLE documents (
  tenant text COLLATE "C" NOT NULL DEFAULT 'default',
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  body   bytea COMPRESSION lz4 NOT NULL,
  PRIMARY KEY (sha256, tenant)
);
