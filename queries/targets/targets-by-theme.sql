--+ terms: {notice: iri, theme: iri, items: integer, targets: integer}
SELECT notice.iri AS notice, theme, load.items, load.targets
FROM theme_load load JOIN notices notice ON notice.key = load.notice
WHERE ($notice IS NULL OR notice.iri = $notice)
  -- scope load.notice
ORDER BY load.items DESC, theme, notice.iri
