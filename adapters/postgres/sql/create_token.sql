INSERT INTO api_tokens (id, hash, name) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING
