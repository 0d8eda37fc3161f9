DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'eeveon_owner') THEN
    CREATE ROLE eeveon_owner NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'eeveon_app') THEN
    CREATE ROLE eeveon_app LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'eeveon') THEN
    CREATE SCHEMA eeveon;
    ALTER SCHEMA eeveon OWNER TO eeveon_owner;
  END IF;
END $$
