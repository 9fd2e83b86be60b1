--+ terms: {notice: iri, source: iri, sourceText: zh, projects: integer, amount: decimal}
SELECT notice.iri AS notice, source, source_text AS sourceText, count(*) AS projects, sum(fund.amount) AS amount
FROM fundings fund JOIN notices notice ON notice.key = fund.notice
WHERE fund.project IS NOT NULL AND source IS NOT NULL AND fund.amount IS NOT NULL
  AND ($notice IS NULL OR notice.iri = $notice)
  -- scope fund.notice
GROUP BY notice.iri, source, source_text
ORDER BY amount DESC, sourceText NULLS FIRST, notice.iri, source
