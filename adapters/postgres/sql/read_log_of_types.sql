-- The bounds are few events apart: they are looked through by position, there is no index on types.
SELECT position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery
FROM events WHERE position > $1::int8 AND position <= $2::int8 AND type = ANY ($3::text[]) ORDER BY position
