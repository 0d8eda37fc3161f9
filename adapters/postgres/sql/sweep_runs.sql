-- Rows that a batch is working on are left to the next sweep. A taken-over lease is offered at most every second.
WITH lost AS (
  SELECT id FROM runs
  WHERE tenant = 'default' AND open
    AND ((state = 'queued' AND offered_at <= clock_timestamp() - $1 * interval '1 ms')
      OR (state = 'running' AND lease_until < clock_timestamp() AND offered_at < greatest(lease_until, clock_timestamp() - interval '1 s')))
  ORDER BY id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
UPDATE runs r SET offered_at = clock_timestamp()
FROM lost WHERE r.tenant = 'default' AND r.id = lost.id
RETURNING r.id
