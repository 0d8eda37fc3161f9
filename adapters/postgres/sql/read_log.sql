SELECT position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery
FROM events WHERE position > $1::int8 ORDER BY position LIMIT $2::int8
