-- What the past is shown from: the whole fold of the views every so many events, as a zstd frame. Made from events by
-- the code that `fold` names, and by no other read. `earliest` is the lowest time among the events after `previous`: it
-- finds the last event before a moment although clocks step back.
CREATE TABLE view_snapshots (
  tenant   text COLLATE "C" NOT NULL DEFAULT 'default',
  fold     text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  previous bigint NOT NULL,
  earliest timestamptz NOT NULL,
  body     bytea NOT NULL,
  PRIMARY KEY (fold, position, tenant)
);
ALTER TABLE view_snapshots ALTER COLUMN body SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, DELETE ON view_snapshots TO eeveon_app;
