-- Is the first event of the batch whose COMMIT got no answer really ours? A transaction id alone may have been given
-- out again after a crash; the leaf binds stream, version, time and data.
SELECT position FROM events WHERE tenant = 'default' AND stream = $1::text AND version = $2::int8 AND leaf = $3::bytea
