-- A lease that has ended stays ended, even if nobody has taken the run yet. Locked in id order, as everywhere.
WITH mine AS (
  SELECT id FROM runs
  WHERE tenant = 'default' AND id = ANY ($2::text[]) AND owner = $1 AND state = 'running' AND lease_until > clock_timestamp()
  ORDER BY id FOR NO KEY UPDATE)
UPDATE runs r SET lease_until = clock_timestamp() + $3 * interval '1 ms'
FROM mine WHERE r.tenant = 'default' AND r.id = mine.id
RETURNING r.id
