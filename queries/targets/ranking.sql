--+ terms: {indicator: iri, year: year, place: iri, placeLabel: zh, level: iri, change: iri, bound: iri, value: decimal, unitText: text, normalizedValue: decimal, measure: iri, notice: iri, item: iri, target: iri, sentence: text}
SELECT indicator.iri AS indicator, year.for_year AS year, place.iri AS place, place.label AS placeLabel, place.level,
       target.change, target.bound, target.value, target.unit_text AS unitText,
       target.normalized_value AS normalizedValue, target.measure, notice.iri AS notice, item.iri AS item,
       target.iri AS target, target.sentence
FROM targets target
JOIN indicators indicator ON indicator.key = target.indicator
JOIN notices notice ON notice.key = target.notice
JOIN notice_years year ON year.notice = target.notice
JOIN places place ON place.key = notice.jurisdiction
JOIN (SELECT key, iri FROM tasks UNION ALL SELECT key, iri FROM projects) item ON item.key = target.item
WHERE indicator.iri = $indicator AND target.of_which IS NULL AND target.change IS NOT NULL AND target.bound IS NOT NULL
  AND target.value IS NOT NULL AND target.unit_text IS NOT NULL AND target.normalized_value IS NOT NULL
  AND target.measure IS NOT NULL AND target.sentence IS NOT NULL AND place.label IS NOT NULL AND place.level IS NOT NULL
  -- scope target.notice
ORDER BY year, target.change, target.measure, normalizedValue DESC, placeLabel, target.iri
