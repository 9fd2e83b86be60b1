--+ terms: {notices: integer, tasks: integer, projects: integer, targets: integer, investment: decimal, findings: integer}
SELECT
  (SELECT count(*) FROM notices notice WHERE true
   -- scope notice.key
  ) AS notices,
  (SELECT count(*) FROM tasks task WHERE true
   -- scope task.notice
  ) AS tasks,
  (SELECT count(*) FROM projects project WHERE true
   -- scope project.notice
  ) AS projects,
  (SELECT count(*) FROM targets target WHERE true
   -- scope target.notice
  ) AS targets,
  (SELECT coalesce(sum(total_investment), 0) FROM projects project WHERE true
   -- scope project.notice
  ) AS investment,
  (SELECT count(*) FROM findings finding WHERE true
   -- scope finding.notice
  ) AS findings
