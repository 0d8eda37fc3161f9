-- Takes back what the losers of this batch added; the rows are already ours.
UPDATE streams s SET version = u.version FROM unnest($1::text[], $2::int8[]) AS u (id, version)
WHERE s.tenant = 'default' AND s.id = u.id
