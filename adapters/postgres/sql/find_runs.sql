SELECT r.* FROM unnest($1::text[]) AS u (id)
CROSS JOIN LATERAL (
  SELECT id, subject, coalesce(environment, ''), kind, state, owner, fence, attempts,
         coalesce((extract(epoch FROM lease_until - clock_timestamp()) * 1000)::bigint, 0)
  FROM runs WHERE tenant = 'default' AND id = u.id OFFSET 0) AS r
