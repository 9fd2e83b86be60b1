--+ terms: {place: iri, placeLabel: zh, inText: integer, involved: integer, items: integer}
SELECT place.iri AS place, place.label AS placeLabel, load.inText, load.involved, load.items
FROM (SELECT place, count(DISTINCT item) FILTER (said) AS inText, count(DISTINCT item) FILTER (NOT said) AS involved,
             count(DISTINCT item) AS items
      FROM (SELECT place, item.item, true AS said FROM item_places item WHERE true
            -- scope item.notice
            UNION ALL SELECT unit.jurisdiction, item.item, false FROM item_units item
            JOIN units unit ON unit.key = item.unit WHERE involved
            -- scope item.notice
            )
      GROUP BY place) load
JOIN places place ON place.key = load.place
WHERE place.label IS NOT NULL
ORDER BY load.items DESC, place.iri
