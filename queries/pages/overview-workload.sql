--+ terms: {unit: iri, unitLabel: zh, placeLabel: zh, lead: integer, support: integer, responsible: integer, total: integer}
SELECT unit.iri AS unit, unit.label AS unitLabel, place.label AS placeLabel, load.lead, load.support,
       load.total - load.lead - load.support AS responsible, load.total
FROM (SELECT unit, sum(lead) AS lead, sum(support) AS support, sum(named) AS total FROM unit_items load WHERE named > 0
      -- scope load.notice
      GROUP BY unit) load
JOIN units unit ON unit.key = load.unit
LEFT JOIN places place ON place.key = unit.jurisdiction
WHERE unit.label IS NOT NULL
ORDER BY load.total DESC, load.lead DESC, unitLabel, unit.iri
LIMIT 15
