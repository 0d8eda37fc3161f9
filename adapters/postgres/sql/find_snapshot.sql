SELECT position, previous, body FROM view_snapshots
WHERE fold = $1::text AND position > $2::int8 AND position <= $3::int8 AND tenant = 'default'
ORDER BY position DESC LIMIT 1
