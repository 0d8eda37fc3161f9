SELECT version, checksum FROM eeveon.schema_migrations ORDER BY version
