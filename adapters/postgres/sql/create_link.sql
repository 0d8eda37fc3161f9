-- The same link again is one asked for again under its key: it is used up or runs out as the first one does.
INSERT INTO sign_in_links (hash, actor, expires_at) VALUES ($1, $2, now() + $3 * interval '1 s')
ON CONFLICT (hash) DO NOTHING
