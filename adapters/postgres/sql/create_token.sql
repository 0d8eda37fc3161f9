-- A known token stays as it is, revoked or not; another one under the same id takes its place.
INSERT INTO api_tokens (id, hash, name)
SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM api_tokens WHERE hash = $2)
ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, name = excluded.name, created_at = now(), last_used_at = NULL, revoked_at = NULL
