--+ terms: {source: iri, amount: decimal}
SELECT source, sum(amount) AS amount FROM fundings fund WHERE source IS NOT NULL AND amount IS NOT NULL
  -- scope fund.notice
GROUP BY source
ORDER BY amount DESC, source
