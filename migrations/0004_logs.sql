-- Output of steps, partitioned by day so that retention drops tables instead of rows. The default partition takes what
-- arrives on a day nobody prepared: output is never refused for want of a partition.
CREATE TABLE log_chunks (
  tenant     text COLLATE "C" NOT NULL DEFAULT 'default',
  day        date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
  id         bigint GENERATED ALWAYS AS IDENTITY,
  subject    text COLLATE "C" NOT NULL,
  step       text COLLATE "C" NOT NULL,
  attempt    integer NOT NULL,
  first_line bigint NOT NULL,
  lines      bigint NOT NULL,
  bytes      bytea NOT NULL,
  fence      bigint NOT NULL,
  PRIMARY KEY (tenant, subject, id, day)
) PARTITION BY RANGE (day);
ALTER TABLE log_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE log_chunks_default PARTITION OF log_chunks DEFAULT;

-- Creates the partitions of today and the days ahead. Runs with the owner's rights: the application may not create tables.
CREATE FUNCTION prepare_log_days(ahead integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = eeveon, pg_temp AS $$
DECLARE
  first date := (now() AT TIME ZONE 'UTC')::date;
  made integer := 0;
  wanted date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('eeveon log days'));
  FOR i IN 0..ahead LOOP
    wanted := first + i;
    CONTINUE WHEN to_regclass(format('eeveon.log_chunks_%s', to_char(wanted, 'YYYYMMDD'))) IS NOT NULL;
    CONTINUE WHEN EXISTS (SELECT FROM log_chunks_default WHERE day = wanted);
    EXECUTE format('CREATE TABLE log_chunks_%s PARTITION OF log_chunks FOR VALUES FROM (%L) TO (%L)',
                   to_char(wanted, 'YYYYMMDD'), wanted, wanted + 1);
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;

-- Retention: drops the output of the days before `oldest`.
CREATE FUNCTION drop_log_days(oldest date) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = eeveon, pg_temp AS $$
DECLARE
  part record;
  dropped integer := 0;
BEGIN
  FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
              WHERE i.inhparent = 'eeveon.log_chunks'::regclass AND c.relname ~ '^log_chunks_[0-9]{8}$'
                AND to_date(right(c.relname, 8), 'YYYYMMDD') < oldest LOOP
    EXECUTE format('DROP TABLE %I', part.relname);
    dropped := dropped + 1;
  END LOOP;
  DELETE FROM log_chunks_default WHERE day < oldest;
  RETURN dropped;
END $$;
SELECT prepare_log_days(14);
