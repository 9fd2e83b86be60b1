"""Graph and shapes → ``Report``: what is wrong in a notice, where, and how to mend it.

    report = validate(quads, content=text)     a notice's graph as kg.emit makes it; engine="quick": sooner
    report = validate_graph(path)              a graph file of another producer
    render(report, "html", lang="zh")          text json sarif turtle html github junit
    text, repairs = fix(report)                the repairs that are certain
    kg.validate.written, kg.validate.word      the draft with comments, or with its repairs made

The names load their modules when they are first used: rdflib and pySHACL are heavy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.validate.bulk import validate_many
    from kg.validate.catalogue import rule, rules
    from kg.validate.checking import Engine, check, validate_graph, validate_graph_bytes
    from kg.validate.formats import FORMATS, render
    from kg.validate.quads import validate
    from kg.validate.repairs import fix
    from kg.validate.report import Entry, Mark, Report, Rule

_HOME = {
    "validate_many": "bulk",
    "check": "checking",
    "Engine": "checking",
    "validate_graph": "checking",
    "validate_graph_bytes": "checking",
    "fix": "repairs",
    "validate": "quads",
    "FORMATS": "formats",
    "render": "formats",
    "Entry": "report",
    "Mark": "report",
    "Report": "report",
    "Rule": "report",
    "rule": "catalogue",
    "rules": "catalogue",
}
__all__ = [
    "FORMATS",
    "Engine",
    "Entry",
    "Mark",
    "Report",
    "Rule",
    "check",
    "fix",
    "render",
    "rule",
    "rules",
    "validate",
    "validate_graph",
    "validate_graph_bytes",
    "validate_many",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"kg.validate.{_HOME[name]}"), name)
