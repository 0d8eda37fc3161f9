-- A command that lost takes its own fresh delivery back, so that the sender may try again.
DELETE FROM deliveries d
USING unnest($1::text[], $2::text[]) AS lost (source, key)
CROSS JOIN LATERAL (SELECT ctid FROM deliveries WHERE tenant = 'default' AND source = lost.source AND key = lost.key OFFSET 0) AS row
WHERE d.ctid = row.ctid
