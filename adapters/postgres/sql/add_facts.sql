-- Streams and head have moved already: what they say now, less what comes later in the batch, is an event's number.
-- The leaf is that of core/events/leaf, its envelope cut where version and time stand.
INSERT INTO events (position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery, leaf)
SELECT (SELECT position FROM log_head) - $1::int8 + e.ord, e.stream, s.version - e.later, e.type, e.schema, e.actor, e.causation,
       e.correlation, now(), e.data, e.delivery,
       sha256('\x00'::bytea || e.opening || int8send(s.version - e.later) || e.middle || clock.us || e.ending || e.data)
FROM (SELECT int8send((extract(epoch FROM now()) * 1000000)::int8) AS us) AS clock
CROSS JOIN unnest($2::text[], $3::int8[], $4::text[], $5::int4[], $6::text[], $7::int8[], $8::uuid[], $9::bytea[],
                  $10::text[], $11::bytea[], $12::bytea[], $13::bytea[]) WITH ORDINALITY
           AS e (stream, later, type, schema, actor, causation, correlation, data, delivery, opening, middle, ending, ord)
CROSS JOIN LATERAL (SELECT version FROM streams WHERE tenant = 'default' AND id = e.stream OFFSET 0) AS s
RETURNING position, version, recorded_at
