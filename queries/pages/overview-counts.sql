--+ terms: {notices: integer, tasks: integer, projects: integer, targets: integer, investment: decimal, findings: integer}
SELECT (SELECT count(*) FROM notices) AS notices, (SELECT count(*) FROM tasks) AS tasks,
       (SELECT count(*) FROM projects) AS projects, (SELECT count(*) FROM targets) AS targets,
       (SELECT coalesce(sum(total_investment), 0) FROM projects) AS investment,
       (SELECT count(*) FROM findings) AS findings
