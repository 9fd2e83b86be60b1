--+ terms: {severity: iri, code: iri, times: integer}
SELECT severity, code, count(*) AS times FROM findings finding
WHERE severity IS NOT NULL AND code IS NOT NULL
  -- scope finding.notice
GROUP BY ALL ORDER BY severity DESC, times DESC, code
