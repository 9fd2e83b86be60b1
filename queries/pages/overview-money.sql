--+ terms: {category: iri, projects: integer, investment: decimal, fiscal: decimal, higherLevel: decimal}
SELECT category, count(*) AS projects, sum(total_investment) AS investment,
       sum(coalesce(fiscal_funds, 0)) AS fiscal, sum(coalesce(higher_level_funds, 0)) AS higherLevel
FROM projects project WHERE category IS NOT NULL AND total_investment IS NOT NULL
  -- scope project.notice
GROUP BY category
ORDER BY investment DESC, category
LIMIT 15
