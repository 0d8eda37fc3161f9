SELECT position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery
FROM events WHERE position = ANY($1::int8[]) ORDER BY position
