INSERT INTO sessions (hash, actor, expires_at) VALUES ($1, $2, now() + $3 * interval '1 s')
