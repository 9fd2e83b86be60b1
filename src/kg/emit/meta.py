"""PROV of one conversion: ``graph/meta``.

A graph is not the notice: it has the notice as its primary topic and was derived from a source
file. Conversion itself states no times, so that converting twice gives the same bytes; loading
adds the time and the text as read (``kg:fullText`` on ``text/ID``), which pages show beside marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kg import vocab
from kg.emit.graph import graph_iri, text_iri
from kg.emit.terms import LABEL, TYPE, Quad, iri, string, term, typed, zh
from kg.model import Notice
from kg.version import __version__


def meta_subjects(notice: Notice, base: str = vocab.BASE) -> tuple[str, ...]:
    """Return the IRIs whose statements in ``graph/meta`` a new load of the notice replaces."""
    graph = graph_iri(notice, base)
    measurements = (f"{graph}/quality/{name}" for name, _ in measured(notice))
    return graph, f"{graph}/conversion", text_iri(notice, base), *measurements


def meta(
    notice: Notice,
    base: str = vocab.BASE,
    *,
    at: datetime | None = None,
    since: datetime | None = None,
    revises: str | None = None,
    full_text: bool = False,
) -> Iterator[Quad]:
    """Yield what is known of the conversion.

    Args:
        notice: The converted notice.
        base: Base of instance IRIs.
        at: When it was converted and loaded, with a time zone; None states no time.
        since: Since when this version stands, where it was loaded before; None: since ``at``.
        revises: IRI of the version that stood before.
        full_text: State the text as read too.
    """
    g = iri(f"{base}graph/meta")
    graph, activity, text = (iri(s) for s in meta_subjects(notice, base)[:3])
    source = notice.text.source
    file = iri(f"{base}file/{source.sha256[:16]}")
    software = iri(f"{base}software/{__version__}")
    topic = iri(base + notice.iri)
    yield graph, TYPE, term("prov:Entity"), g
    yield graph, term("foaf:primaryTopic"), topic, g
    yield graph, term("prov:wasDerivedFrom"), file, g
    yield graph, term("prov:wasGeneratedBy"), activity, g
    yield text, term("prov:wasDerivedFrom"), file, g
    yield activity, TYPE, term("prov:Activity"), g
    yield activity, term("prov:used"), file, g
    yield activity, term("prov:wasAssociatedWith"), software, g
    yield software, TYPE, term("prov:SoftwareAgent"), g
    yield software, LABEL, zh(f"责任图谱 kg {__version__}"), g
    yield software, term("kg:converterVersion"), string(__version__), g
    yield file, TYPE, term("kg:SourceFile"), g
    yield file, TYPE, term("prov:Entity"), g  # said here, not derived: it stays when the notice is replaced
    yield file, LABEL, string(source.name), g
    yield file, term("kg:sha256"), string(source.sha256), g
    yield (
        file,
        term("dcat:mediaType"),
        iri(f"https://www.iana.org/assignments/media-types/{_type(source.media_type)}"),
        g,
    )
    yield file, term("dcat:byteSize"), typed(str(source.length), "nonNegativeInteger"), g
    for name, value in measured(notice):
        measurement = iri(f"{graph_iri(notice, base)}/quality/{name}")
        yield measurement, TYPE, term("dqv:QualityMeasurement"), g
        yield measurement, term("dqv:computedOn"), graph, g
        yield measurement, term("dqv:isMeasurementOf"), term(f"kg:{name}"), g
        yield measurement, term("dqv:value"), typed(f"{value:.3f}", "decimal"), g
    if at is not None:
        stamp, begun = (typed(time.isoformat(), "dateTime") for time in (at, since or at))
        yield activity, term("prov:endedAtTime"), stamp, g
        yield graph, term("prov:generatedAtTime"), begun, g
    if revises is not None:
        yield graph, term("prov:wasRevisionOf"), iri(revises), g
    if full_text:
        yield text, term("kg:fullText"), zh(notice.text.content), g


def measured(notice: Notice) -> tuple[tuple[str, float], ...]:
    """Return the metrics of a reading with their values."""
    return (("confidenceMetric", notice.reading.confidence), ("accountedMetric", notice.reading.accounted))


def _type(media_type: str) -> str:
    """Return a media type without parameters: ``text/plain; charset=utf-8`` → ``text/plain``."""
    return media_type.partition(";")[0].strip()
