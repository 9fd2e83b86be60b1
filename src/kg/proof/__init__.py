"""Form and wording of a draft: rules over the text as read, beside the content that kg.validate judges.

    with_packs(report, notice, packs)    the report with what the packs ``form`` and ``proof`` find
    rules()                              their rules, with what each looks at, and what it cannot know

Rules are data (``data/checks/*.yml``, and a county's own in the folder that ``KG_CHECKS`` names). They
ask what the reader knows (``kg.proof.sheet``), warn or inform, stop no load and stand in no graph.
"""

from kg.proof.engine import with_packs
from kg.proof.rules import ALL, PACKS, Packs, TextRule, load, rules, wanted

__all__ = ["ALL", "PACKS", "Packs", "TextRule", "load", "rules", "wanted", "with_packs"]
