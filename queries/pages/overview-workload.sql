--+ terms: {unit: iri, unitLabel: zh, placeLabel: zh, lead: integer, support: integer, responsible: integer, total: integer}
SELECT unit.iri AS unit, unit.label AS unitLabel, place.label AS placeLabel, load.lead, load.support,
       load.total - load.lead - load.support AS responsible, load.total
FROM (SELECT unit, count(*) FILTER (lead) AS lead, count(*) FILTER (support) AS support, count(*) AS total
      FROM item_units item WHERE named
      -- scope item.notice
      GROUP BY ALL) load
JOIN units unit ON unit.key = load.unit
LEFT JOIN places place ON place.key = unit.jurisdiction
WHERE unit.label IS NOT NULL
ORDER BY load.total DESC, load.lead DESC, unitLabel, unit.iri
LIMIT 15
