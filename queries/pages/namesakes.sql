--+ terms: {thing: iri, placeLabel: zh}
SELECT DISTINCT shared.iri AS thing, seat.label AS placeLabel
FROM (
  SELECT unit.iri, unit.jurisdiction AS place FROM units unit WHERE unit.label IN (
    SELECT label FROM units WHERE key IN (SELECT load.unit FROM unit_items load WHERE load.involved > 0)
    GROUP BY label HAVING count(*) > 1)
  UNION
  SELECT leader.iri, notice.jurisdiction FROM leaders leader
  JOIN (SELECT DISTINCT act.leader, act.notice FROM leaderships act) led ON led.leader = leader.key
  JOIN notices notice ON notice.key = led.notice
  WHERE leader.label IN (SELECT label FROM leaders GROUP BY label HAVING count(*) > 1)
  UNION
  SELECT place.iri, place.within FROM places place WHERE place.label IN (
    SELECT label FROM places WHERE key IN (
      SELECT item.place FROM item_places item
      UNION SELECT jurisdiction FROM notices UNION SELECT jurisdiction FROM units)
    GROUP BY label HAVING count(*) > 1)
) shared
JOIN places seat ON seat.key = shared.place
WHERE seat.label IS NOT NULL
ORDER BY thing, placeLabel
