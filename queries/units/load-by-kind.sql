--+ terms: {notice: iri, kind: iri, units: integer, items: integer, lead: integer}
SELECT notice.iri AS notice, load.kind, load.units, load.items, load.lead
FROM (SELECT item.notice, unit.kind, count(DISTINCT item.unit) AS units, count(DISTINCT item.item) AS items,
             count(DISTINCT item.item) FILTER (item.lead) AS lead
      FROM item_units item JOIN units unit ON unit.key = item.unit
      WHERE item.named AND unit.kind IS NOT NULL GROUP BY ALL) load
JOIN notices notice ON notice.key = load.notice
WHERE ($notice IS NULL OR notice.iri = $notice)
  -- scope load.notice
ORDER BY load.items DESC, load.kind, notice.iri
