SELECT a.ord, e.position, e.version, e.type, e.schema, e.actor, e.causation, e.correlation, e.recorded_at, e.data, e.delivery
FROM unnest($1::text[], $2::int8[]) WITH ORDINALITY AS a (stream, after, ord)
CROSS JOIN LATERAL (SELECT * FROM events WHERE tenant = 'default' AND stream = a.stream AND version > a.after
                    ORDER BY version LIMIT $3::int8) AS e
