-- One statement sees one moment: the rows are those of the checkpoint, whoever stores meanwhile.
SELECT v.kind, v.key, v.position, v.project, v.environment, v.status, v.sort, v.body, at.position
FROM (SELECT coalesce((SELECT position FROM checkpoints WHERE tenant = 'default' AND name = $1), 0) AS position) AS at
LEFT JOIN (
  SELECT w.* FROM view_rows w WHERE w.tenant = 'default' AND w.kind = ANY ($2::text[])
  UNION ALL
  SELECT n.* FROM unnest($3::text[]) AS other (kind) CROSS JOIN LATERAL (
    SELECT r.* FROM view_rows r WHERE r.tenant = 'default' AND r.kind = other.kind ORDER BY r.sort DESC LIMIT $4
  ) AS n
) AS v ON true
