--+ terms: {unit: iri, unitLabel: zh, partners: integer, items: integer}
SELECT unit.iri AS unit, unit.label AS unitLabel, hub.partners, load.items
FROM (SELECT unit, count(*) AS partners
      FROM (SELECT DISTINCT unit, partner FROM unit_pairs pair WHERE true
            -- scope pair.notice
            UNION ALL SELECT DISTINCT partner, unit FROM unit_pairs pair WHERE true
            -- scope pair.notice
            )
      GROUP BY unit) hub
JOIN (SELECT unit, sum(shared) AS items FROM unit_items load WHERE shared > 0
      -- scope load.notice
      GROUP BY unit) load ON load.unit = hub.unit
JOIN units unit ON unit.key = hub.unit
WHERE unit.label IS NOT NULL
ORDER BY hub.partners DESC, load.items DESC, unitLabel, unit.iri
