--+ terms: {notice: iri, unit: iri, unitLabel: zh, named: integer, viaCollective: integer, total: integer}
SELECT notice.iri AS notice, unit.iri AS unit, unit.label AS unitLabel, load.named,
       load.total - load.named AS viaCollective, load.total
FROM (SELECT notice, unit, count(*) FILTER (named) AS named, count(*) AS total FROM item_units WHERE involved
      GROUP BY ALL) load
JOIN units unit ON unit.key = load.unit JOIN notices notice ON notice.key = load.notice
WHERE unit.label IS NOT NULL AND ($notice IS NULL OR notice.iri = $notice)
  -- scope load.notice
ORDER BY load.total DESC, unitLabel, unit.iri, notice.iri
