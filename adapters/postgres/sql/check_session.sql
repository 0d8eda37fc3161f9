SELECT actor FROM sessions WHERE hash = $1 AND expires_at > now()
