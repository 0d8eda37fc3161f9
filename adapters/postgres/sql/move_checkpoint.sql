-- Compare and set: no row when somebody else has moved it.
UPDATE checkpoints SET position = $3 WHERE tenant = 'default' AND name = $1 AND position = $2
