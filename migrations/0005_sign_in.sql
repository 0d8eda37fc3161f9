-- Hashes only: whoever reads these tables can sign in as nobody.
CREATE TABLE api_tokens (
  tenant       text COLLATE "C" NOT NULL DEFAULT 'default',
  id           text COLLATE "C" NOT NULL PRIMARY KEY,
  hash         bytea NOT NULL UNIQUE,
  name         text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at   timestamptz
);
CREATE TABLE sign_in_links (
  tenant     text COLLATE "C" NOT NULL DEFAULT 'default',
  hash       bytea NOT NULL PRIMARY KEY,
  actor      text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE TABLE sessions (
  tenant     text COLLATE "C" NOT NULL DEFAULT 'default',
  hash       bytea NOT NULL PRIMARY KEY,
  actor      text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
