SELECT position FROM checkpoints WHERE tenant = 'default' AND name = $1::text
