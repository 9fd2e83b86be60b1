"""Our names meet everybody else's: reconciliation, linksets, descriptions, catalogue, imports.

Matcher(entities).find("嵊泗县财政局")   which of our things a name may mean   kg.link.match
link_file(path, column=…)                 a column of a table to our IRIs       kg.link.table
Reconciler(matcher, store)                the Reconciliation API                kg.link.reconcile
describe(store, iri)                      what the graph says of one IRI        kg.link.describe
dcat(…), void(…)                          the catalogue                 kg.link.dcat, kg.link.void
linkset_quads(base)                       data/links as quads of graph/links    kg.link.linksets
import_table(csv, mapping, base)          another table by CSVW                 kg.link.imports
"""
