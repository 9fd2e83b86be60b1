"""Full-text search over names and texts: jieba with the registry as dictionary, pinyin, initials.

    index = SearchIndex()
    index.update(entries, state)       what the store holds now; only what changed is read again
    index.find("发改局", limit=20)      → Found: ranked hits, facets, total

The index is derived: it is made from the store's texts when it is first asked, and follows every
load by the store's ``state``.
"""

from kg.search.index import Entry, Found, Hit, SearchIndex

__all__ = ["Entry", "Found", "Hit", "SearchIndex"]
