--+ terms: {units: integer, leaders: integer}
SELECT
  (SELECT count(DISTINCT unit.key) FROM item_units item JOIN units unit ON unit.key = item.unit WHERE involved
   -- scope item.notice
  ) AS units,
  (SELECT count(DISTINCT act.leader) FROM leaderships act JOIN leaders leader ON leader.key = act.leader WHERE true
   -- scope act.notice
  ) AS leaders
