--+ terms: {source: iri, amount: decimal}
SELECT source, sum(amount) AS amount FROM fundings WHERE source IS NOT NULL AND amount IS NOT NULL
GROUP BY source
ORDER BY amount DESC, source
