--+ terms: {place: iri, placeLabel: zh, inText: integer, involved: integer, items: integer}
SELECT place.iri AS place, place.label AS placeLabel, load.inText, load.involved, load.items
FROM (SELECT place, count(DISTINCT item) FILTER (said) AS inText, count(DISTINCT item) FILTER (NOT said) AS involved,
             count(DISTINCT item) AS items
      FROM (SELECT place, item, true AS said FROM item_places
            UNION ALL SELECT unit.jurisdiction, item, false FROM item_units
            JOIN units unit ON unit.key = item_units.unit WHERE involved)
      GROUP BY place) load
JOIN places place ON place.key = load.place
WHERE place.label IS NOT NULL
ORDER BY load.items DESC, place.iri
