--+ terms: {notice: iri, measure: iri, targets: integer, smallest: decimal, largest: decimal}
SELECT notice.iri AS notice, measure, sum(told.targets) AS targets, min(told.smallest) AS smallest,
       max(told.largest) AS largest
FROM indicator_targets told JOIN notices notice ON notice.key = told.notice
WHERE ($notice IS NULL OR notice.iri = $notice)
  -- scope told.notice
GROUP BY notice.iri, measure
ORDER BY targets DESC, measure, notice.iri
