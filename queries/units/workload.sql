--+ terms: {notice: iri, unit: iri, unitLabel: zh, lead: integer, support: integer, responsible: integer, total: integer}
SELECT notice.iri AS notice, unit.iri AS unit, unit.label AS unitLabel, lead, support, responsible, total
FROM unit_load load JOIN units unit ON unit.key = load.unit JOIN notices notice ON notice.key = load.notice
WHERE unit.label IS NOT NULL AND ($notice IS NULL OR notice.iri = $notice)
  -- scope load.notice
ORDER BY total DESC, lead DESC, unitLabel, unit.iri, notice.iri
