SELECT id, subject, coalesce(environment, ''), kind, state, owner, fence, attempts,
       coalesce((extract(epoch FROM lease_until - clock_timestamp()) * 1000)::bigint, 0)
FROM runs WHERE tenant = 'default' AND (open OR NOT $1::boolean) ORDER BY id
