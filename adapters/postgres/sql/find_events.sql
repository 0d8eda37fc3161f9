-- Newest first among the positions above $1 and below $2. There is no index on what is asked for here, because it would
-- cost every event: the caller bounds the way.
SELECT position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery
FROM events e
WHERE position > $1::int8 AND position < $2::int8
  AND ($4::text[] = '{}' OR type = ANY($4::text[])) AND type <> ALL($5::text[])
  AND ($6::text = '' OR actor = $6::text)
  AND recorded_at >= $7::timestamptz AND recorded_at < $8::timestamptz
  AND ($9::text = '' AND $10::text = '' OR stream = ANY($11::text[])
    OR ($10::text = '' AND starts_with(stream, 'env-' || $9::text || '/'))
    OR ($9::text = '' AND starts_with(stream, 'env-') AND right(stream, length($10::text) + 1) = '/' || $10::text)
    OR (starts_with(stream, 'deployment-') AND EXISTS (
      SELECT FROM view_rows v WHERE v.key = substr(e.stream, 12) AND v.kind = 'deployment' AND v.tenant = 'default'
        AND ($9::text = '' OR v.project = $9::text) AND ($10::text = '' OR v.environment = $10::text)))
    OR ($10::text = '' AND starts_with(stream, 'release-') AND EXISTS (
      SELECT FROM view_rows v WHERE v.key = substr(e.stream, 9) AND v.kind = 'release' AND v.tenant = 'default'
        AND v.project = $9::text))
    OR (type = ANY('{node_health_changed,repository_mismatch_detected}'::text[])
      AND ($9::text = '' OR position(convert_to('"project":"' || $9::text || '"', 'UTF8') IN data) > 0)
      AND ($10::text = '' OR position(convert_to('"environment":"' || $10::text || '"', 'UTF8') IN data) > 0)))
  AND ($12::text = '' OR stream = 'deployment-' || $12::text
    OR (starts_with(stream, 'env-') AND position(convert_to($12::text, 'UTF8') IN data) > 0))
  AND ($13::text = '' OR strpos(lower(convert_from(data, 'UTF8') COLLATE "C"), $13::text) > 0 OR strpos(lower(actor), $14::text) > 0
    OR strpos(lower(stream), $14::text) > 0 OR strpos(type, $14::text) > 0)
ORDER BY position DESC LIMIT $3::int8
