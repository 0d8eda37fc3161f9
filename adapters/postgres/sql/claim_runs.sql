-- The fence is the position of the claim's own event: the head before this batch plus its place in it.
UPDATE runs r SET state = 'running', owner = c.owner, lease_until = clock_timestamp() + c.lease_ms * interval '1 ms',
       fence = (SELECT position FROM log_head) - $1::int8 + c.place, attempts = r.attempts + 1
FROM unnest($2::text[], $3::text[], $4::int8[], $5::int8[]) AS c (id, owner, lease_ms, place)
CROSS JOIN LATERAL (SELECT ctid FROM runs WHERE tenant = 'default' AND id = c.id OFFSET 0) AS row
WHERE r.ctid = row.ctid
