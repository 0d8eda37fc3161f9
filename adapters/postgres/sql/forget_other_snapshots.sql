DELETE FROM view_snapshots WHERE fold <> $1::text AND tenant = 'default'
