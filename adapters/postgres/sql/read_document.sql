SELECT body FROM documents WHERE tenant = 'default' AND sha256 = $1::bytea
