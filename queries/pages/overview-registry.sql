--+ terms: {units: integer, leaders: integer}
SELECT
  (SELECT count(DISTINCT unit.key) FROM unit_items load JOIN units unit ON unit.key = load.unit WHERE involved > 0
   -- scope load.notice
  ) AS units,
  (SELECT count(DISTINCT act.leader) FROM leaderships act JOIN leaders leader ON leader.key = act.leader WHERE true
   -- scope act.notice
  ) AS leaders
