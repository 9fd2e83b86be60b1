--+ terms: {leader: iri, leaderLabel: zh, tasks: integer}
SELECT leader.iri AS leader, leader.label AS leaderLabel, load.tasks
FROM (SELECT leader, count(*) AS tasks FROM leaderships act WHERE true
      -- scope act.notice
      GROUP BY ALL) load
JOIN leaders leader ON leader.key = load.leader
WHERE leader.label IS NOT NULL
ORDER BY load.tasks DESC, leaderLabel, leader.iri
LIMIT 15
