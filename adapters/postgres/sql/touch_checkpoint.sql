INSERT INTO checkpoints (name, position) VALUES ($1, 0) ON CONFLICT DO NOTHING
