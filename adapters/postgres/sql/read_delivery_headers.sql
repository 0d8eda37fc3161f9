SELECT coalesce(d.headers, '')
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (source, key, place)
LEFT JOIN LATERAL (SELECT headers FROM deliveries
                   WHERE tenant = 'default' AND source = asked.source AND key = asked.key OFFSET 0) AS d ON true
ORDER BY place
