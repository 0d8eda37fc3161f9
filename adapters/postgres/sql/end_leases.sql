WITH dead AS (
  SELECT id FROM runs WHERE tenant = 'default' AND open AND owner = $1 AND state = 'running' ORDER BY id FOR NO KEY UPDATE)
UPDATE runs r SET lease_until = clock_timestamp() - interval '1 ms'
FROM dead WHERE r.tenant = 'default' AND r.id = dead.id
