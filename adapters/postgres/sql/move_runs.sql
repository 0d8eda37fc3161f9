-- A person's retry starts the attempts afresh.
UPDATE runs r SET state = m.state, open = m.state = 'queued', owner = '', lease_until = NULL, offered_at = now(),
       attempts = CASE WHEN r.state = 'needs_attention' THEN 0 ELSE r.attempts - m.uncounted END
FROM unnest($1::text[], $2::text[], $3::int4[]) AS m (id, state, uncounted)
CROSS JOIN LATERAL (SELECT ctid FROM runs WHERE tenant = 'default' AND id = m.id OFFSET 0) AS row
WHERE r.ctid = row.ctid
