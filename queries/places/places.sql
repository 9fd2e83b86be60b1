--+ terms: {place: iri, placeLabel: zh, inText: integer, involved: integer, items: integer}
SELECT place.iri AS place, place.label AS placeLabel, load.inText, load.involved, load.items
FROM (SELECT place, sum(said) AS inText, sum(involved) AS involved, sum(items) AS items FROM place_load load WHERE true
      -- scope load.notice
      GROUP BY place) load
JOIN places place ON place.key = load.place
WHERE place.label IS NOT NULL
ORDER BY load.items DESC, place.iri
