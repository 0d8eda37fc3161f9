SELECT id, subject, coalesce(environment, ''), kind, state, owner, fence, attempts,
       coalesce((extract(epoch FROM lease_until - clock_timestamp()) * 1000)::bigint, 0)
FROM runs WHERE tenant = 'default' AND id = $1
