SELECT position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery
FROM events
WHERE stream = ANY ($1::text[]) AND tenant = 'default' AND position <= $2::int8 AND type = ANY ($3::text[])
ORDER BY position
