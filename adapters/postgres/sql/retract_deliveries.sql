-- A command that lost takes its own fresh delivery back, so that the sender may try again.
DELETE FROM deliveries d USING unnest($1::text[], $2::text[]) AS lost (source, key)
WHERE d.tenant = 'default' AND d.source = lost.source AND d.key = lost.key
