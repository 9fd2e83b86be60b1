--+ terms: {unit: iri, unitLabel: zh, partner: iri, partnerLabel: zh, together: integer, atLeast: integer}
SELECT unit.iri AS unit, unit.label AS unitLabel, partner.iri AS partner, partner.label AS partnerLabel, together,
       CAST($atLeast AS BIGINT) AS atLeast
FROM (SELECT unit, partner, sum(together) AS together FROM unit_pairs pair WHERE true
      -- scope pair.notice
      GROUP BY ALL
      HAVING sum(together) >= coalesce(CAST($atLeast AS BIGINT), 0)) pair
JOIN units unit ON unit.key = pair.unit JOIN units partner ON partner.key = pair.partner
WHERE unit.label IS NOT NULL AND partner.label IS NOT NULL
ORDER BY together DESC, unitLabel, partnerLabel, unit.iri, partner.iri
