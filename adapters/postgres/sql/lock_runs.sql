SELECT id, state, fence, attempts, coalesce(lease_until < clock_timestamp(), true), coalesce(environment, '')
FROM runs WHERE tenant = 'default' AND id = ANY ($1::text[])
ORDER BY id FOR NO KEY UPDATE
