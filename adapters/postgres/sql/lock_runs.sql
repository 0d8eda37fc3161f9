-- One row after the other in the order of the array, which is sorted: the lock order of the whole system. OFFSET 0 in
-- this and the statements below keeps the planner on one index lookup per id, also before the tables have statistics.
SELECT r.* FROM unnest($1::text[]) AS u (id)
CROSS JOIN LATERAL (
  SELECT id, state, fence, attempts, coalesce(lease_until < clock_timestamp(), true), coalesce(environment, '')
  FROM runs WHERE tenant = 'default' AND id = u.id FOR NO KEY UPDATE) AS r
