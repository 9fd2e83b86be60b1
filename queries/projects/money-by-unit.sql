--+ terms: {notice: iri, unit: iri, unitLabel: zh, projects: integer, investment: decimal}
SELECT notice.iri AS notice, unit.iri AS unit, unit.label AS unitLabel, count(*) AS projects,
       sum(project.total_investment) AS investment
FROM projects project
JOIN item_units item ON item.item = project.key AND item.notice = project.notice AND item.named
JOIN units unit ON unit.key = item.unit JOIN notices notice ON notice.key = project.notice
WHERE project.total_investment IS NOT NULL AND unit.label IS NOT NULL AND ($notice IS NULL OR notice.iri = $notice)
  -- scope project.notice
GROUP BY notice.iri, unit.iri, unit.label
ORDER BY investment DESC, unitLabel, unit.iri, notice.iri
