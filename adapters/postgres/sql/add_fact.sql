-- A delivery that brings one event, as one statement. Each part waits for the one before it, so that rows are locked in
-- the order that holds everywhere. A delivery that is known already fails it.
WITH brought AS (
  INSERT INTO deliveries (source, key, body_sha256, headers, body, answer, events, logged_after)
  VALUES ($1::text, $2::text, $3::bytea, $4::text, $5::bytea, $6::text, 1, (SELECT position FROM log_head))
  RETURNING source
), stream AS (
  INSERT INTO streams AS s (id, version) SELECT $7::text, 1 FROM brought
  ON CONFLICT (tenant, id) DO UPDATE SET version = s.version + 1
  RETURNING version
), head AS (
  UPDATE log_head h SET position = h.position + 1 FROM stream RETURNING h.position, stream.version
)
INSERT INTO events (position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery, leaf)
SELECT position, $7::text, version, $8::text, $9::int4, $10::text, $11::int8, $12::uuid, now(), $13::bytea, $14::text,
       sha256('\x00'::bytea || $15::bytea || int8send(version) || $16::bytea
              || int8send((extract(epoch FROM now()) * 1000000)::int8) || $17::bytea || $13::bytea)
FROM head
RETURNING position, version, recorded_at
