-- Run once by the postgres image: the application's role gets its password; everything else is `eeveon migrate`.
\set password `echo "$EEVEON_DATABASE_PASSWORD"`
CREATE ROLE eeveon_app LOGIN PASSWORD :'password';
