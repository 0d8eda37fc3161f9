SELECT position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery
FROM events WHERE tenant = 'default' AND stream = $3::text AND position > $1::int8 AND ($4::text = '' OR type = $4::text)
ORDER BY version LIMIT $2::int8
