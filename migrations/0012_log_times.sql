-- When output was stored, for the lines' times and for "since": what a step prints is stored ten times a second. Older
-- output has none.
ALTER TABLE log_chunks ADD COLUMN written timestamptz;
ALTER TABLE log_chunks ALTER COLUMN written SET DEFAULT now();
