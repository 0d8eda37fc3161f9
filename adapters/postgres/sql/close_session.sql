DELETE FROM sessions WHERE hash = $1 OR expires_at < now()
