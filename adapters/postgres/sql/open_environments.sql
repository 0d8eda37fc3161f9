-- Read under the head's lock: runs are inserted and moved only after it, so nothing can change before COMMIT.
SELECT environment, id FROM runs
WHERE tenant = 'default' AND open
  AND (environment = ANY ($1::text[])
       OR environment = ANY (ARRAY (SELECT environment FROM runs WHERE tenant = 'default' AND id = ANY ($2::text[]))))
