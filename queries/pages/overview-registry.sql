--+ terms: {units: integer, leaders: integer}
SELECT (SELECT count(DISTINCT unit.key) FROM item_units JOIN units unit ON unit.key = item_units.unit WHERE involved) AS units,
       (SELECT count(*) FROM leaders) AS leaders
