--+ terms: {theme: iri, items: integer, targets: integer}
SELECT theme, sum(load.items) AS items, sum(load.targets) AS targets FROM theme_load load
GROUP BY theme
ORDER BY items DESC, theme
