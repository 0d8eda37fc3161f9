-- Everything here is rebuilt from events, or is a hint about time.
CREATE TABLE checkpoints (
  tenant   text COLLATE "C" NOT NULL DEFAULT 'default',
  name     text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (tenant, name)
) WITH (fillfactor = 50);

CREATE TABLE timers (
  tenant  text COLLATE "C" NOT NULL DEFAULT 'default',
  id      text COLLATE "C" NOT NULL,
  due_at  timestamptz NOT NULL,
  subject text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, id)
);
CREATE INDEX timers_due ON timers (due_at);

-- What the projector folded: one row per thing that a list shows, its body opaque to the database.
CREATE TABLE view_rows (
  tenant      text COLLATE "C" NOT NULL DEFAULT 'default',
  kind        text COLLATE "C" NOT NULL,
  key         text COLLATE "C" NOT NULL,
  position    bigint NOT NULL,
  project     text COLLATE "C" NOT NULL DEFAULT '',
  environment text COLLATE "C" NOT NULL DEFAULT '',
  status      text COLLATE "C" NOT NULL DEFAULT '',
  sort        bigint NOT NULL DEFAULT 0,
  body        bytea COMPRESSION lz4 NOT NULL,
  PRIMARY KEY (tenant, kind, key)
);
CREATE INDEX view_rows_newest ON view_rows (tenant, kind, sort DESC);
CREATE INDEX view_rows_of_project ON view_rows (tenant, kind, project, environment, sort DESC);
CREATE INDEX view_rows_of_status ON view_rows (tenant, kind, status, sort DESC);
