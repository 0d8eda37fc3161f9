SELECT to_regclass('eeveon.schema_migrations') IS NOT NULL
