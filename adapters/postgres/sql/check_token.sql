-- A busy script must not write a row per request: the last use is kept to the minute.
WITH found AS (SELECT id, name, last_used_at FROM api_tokens WHERE hash = $1 AND revoked_at IS NULL),
     used AS (UPDATE api_tokens t SET last_used_at = now() FROM found
              WHERE t.id = found.id AND (found.last_used_at IS NULL OR found.last_used_at < now() - interval '1 min'))
SELECT name FROM found
