-- Takes back what the losers of this batch added; the rows are already ours.
UPDATE streams s SET version = u.version
FROM unnest($1::text[], $2::int8[]) AS u (id, version)
CROSS JOIN LATERAL (SELECT ctid FROM streams WHERE tenant = 'default' AND id = u.id OFFSET 0) AS row
WHERE s.ctid = row.ctid
