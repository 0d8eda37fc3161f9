INSERT INTO events (position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery, leaf)
SELECT (SELECT position FROM log_head) - $1::int8 + e.ord, e.stream, e.version, e.type, e.schema, e.actor, e.causation,
       e.correlation, now(), e.data, e.delivery, e.leaf
FROM unnest($2::text[], $3::int8[], $4::text[], $5::int4[], $6::text[], $7::int8[], $8::uuid[], $9::bytea[],
            $10::text[], $11::bytea[]) WITH ORDINALITY
     AS e (stream, version, type, schema, actor, causation, correlation, data, delivery, leaf, ord)
