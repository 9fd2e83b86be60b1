--+ terms: {notice: iri, kind: iri, units: integer, items: integer, lead: integer}
SELECT notice.iri AS notice, load.kind, load.units, load.items, load.lead
FROM kind_load load JOIN notices notice ON notice.key = load.notice
WHERE ($notice IS NULL OR notice.iri = $notice)
  -- scope load.notice
ORDER BY load.items DESC, load.kind, notice.iri
