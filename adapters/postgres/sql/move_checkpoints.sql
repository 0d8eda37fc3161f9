UPDATE checkpoints c SET position = u.position FROM unnest($1::text[], $2::int8[]) AS u (name, position)
WHERE c.tenant = 'default' AND c.name = u.name
