INSERT INTO view_snapshots (fold, position, previous, earliest, body)
SELECT $1::text, $2::int8, $3::int8, min(recorded_at), $4::bytea
FROM events WHERE position > $3::int8 AND position <= $2::int8
ON CONFLICT (fold, position, tenant) DO NOTHING
