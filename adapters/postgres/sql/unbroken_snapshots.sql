SELECT coalesce(
  (SELECT before FROM (
     SELECT position, previous, lag(position, 1, 0::int8) OVER (ORDER BY position) AS before
     FROM view_snapshots WHERE fold = $1::text AND tenant = 'default') AS each
   WHERE previous <> before ORDER BY position LIMIT 1),
  (SELECT max(position) FROM view_snapshots WHERE fold = $1::text AND tenant = 'default'),
  0)
