DELETE FROM view_snapshots WHERE fold = $1::text AND position > $2::int8 AND tenant = 'default'
