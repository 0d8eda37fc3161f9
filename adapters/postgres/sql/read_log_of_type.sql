-- Reads along the log: there is no index on types, because it would cost every event. `until` bounds the way.
SELECT position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery
FROM events WHERE position > $1::int8 AND position <= $4::int8 AND type = $3::text ORDER BY position LIMIT $2::int8
