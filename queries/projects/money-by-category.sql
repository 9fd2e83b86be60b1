--+ terms: {notice: iri, category: iri, projects: integer, investment: decimal, fiscal: decimal, higherLevel: decimal, planned: decimal}
SELECT notice.iri AS notice, category, projects, investment, fiscal, higher_level AS higherLevel, planned
FROM category_money money JOIN notices notice ON notice.key = money.notice
WHERE ($notice IS NULL OR notice.iri = $notice)
  -- scope money.notice
ORDER BY investment DESC, category, notice.iri
