--+ terms: {theme: iri, items: integer, targets: integer}
SELECT theme, sum(load.items) AS items, sum(load.targets) AS targets FROM theme_load load WHERE true
  -- scope load.notice
GROUP BY theme
ORDER BY items DESC, theme
