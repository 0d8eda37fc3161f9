INSERT INTO checkpoints AS c (name, position) SELECT name, 0 FROM unnest($1::text[]) AS u (name)
ON CONFLICT (tenant, name) DO UPDATE SET position = c.position
RETURNING c.position
