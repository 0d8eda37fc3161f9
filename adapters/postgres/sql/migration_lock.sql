-- Two servers starting at once migrate one after the other; the lock ends with the connection.
SELECT pg_advisory_lock(hashtext('eeveon migrations'))
