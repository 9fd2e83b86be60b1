--+ terms: {notice: iri, leader: iri, leaderLabel: zh, projects: integer, investment: decimal, fiscal: decimal}
SELECT notice.iri AS notice, leader.iri AS leader, leader.label AS leaderLabel, count(*) AS projects,
       sum(project.total_investment) AS investment, sum(coalesce(project.fiscal_funds, 0)) AS fiscal
FROM projects project
JOIN leaderships act ON act.item = project.key AND act.notice = project.notice
JOIN leaders leader ON leader.key = act.leader
JOIN notices notice ON notice.key = project.notice
WHERE project.total_investment IS NOT NULL AND leader.label IS NOT NULL AND ($notice IS NULL OR notice.iri = $notice)
  -- scope project.notice
GROUP BY notice.iri, leader.iri, leader.label
ORDER BY investment DESC, leaderLabel, leader.iri, notice.iri
