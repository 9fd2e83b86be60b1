"""Full-text search over names and texts: jieba with the registry as dictionary, pinyin, initials.

    index = SearchIndex()
    index.put(sql, graph, said)             what one graph says of things; a load replaces its own
    index.find(sql, "发改局", limit=20)      → Found: ranked hits, facets, total

The index is kept in the file of ``kg.kept``, which brings it after the store's graphs.
"""

from kg.search.index import Found, Hit, SearchIndex
from kg.search.tables import Entry, Said

__all__ = ["Entry", "Found", "Hit", "Said", "SearchIndex"]
