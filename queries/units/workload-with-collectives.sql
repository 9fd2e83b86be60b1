--+ terms: {notice: iri, unit: iri, unitLabel: zh, named: integer, viaCollective: integer, total: integer}
SELECT notice.iri AS notice, unit.iri AS unit, unit.label AS unitLabel, load.involved_named AS named,
       load.involved - load.involved_named AS viaCollective, load.involved AS total
FROM unit_items load JOIN units unit ON unit.key = load.unit JOIN notices notice ON notice.key = load.notice
WHERE load.involved > 0 AND unit.label IS NOT NULL AND ($notice IS NULL OR notice.iri = $notice)
  -- scope load.notice
ORDER BY load.involved DESC, unitLabel, unit.iri, notice.iri
