--+ terms: {place: iri, placeLabel: zh, items: integer}
SELECT place.iri AS place, place.label AS placeLabel, load.items
FROM (SELECT place, count(*) AS items FROM item_places item WHERE true
      -- scope item.notice
      GROUP BY ALL) load
JOIN places place ON place.key = load.place
WHERE place.label IS NOT NULL
ORDER BY load.items DESC, place.iri
LIMIT 15
