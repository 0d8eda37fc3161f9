SELECT position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery
FROM events WHERE position > $1::int8 AND type = $3::text ORDER BY position LIMIT $2::int8
