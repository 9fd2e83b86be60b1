"""Terms of ``ontology/kg.ttl`` and ``ontology/codes.ttl`` as plain strings.

No RDF library is imported: emitting is faster with strings, and who needs library terms makes
them of these. A test compares the lists with the ontology, both ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ONTOLOGY = "https://w3id.org/zeren/ontology"
KG = ONTOLOGY + "#"
KGC = "https://w3id.org/zeren/code#"
THEME = "https://w3id.org/zeren/theme/"
BASE = "https://w3id.org/zeren/"
"""Base of instance IRIs unless set otherwise."""
INSTANCES = (
    "notice",
    "unit",
    "group",
    "person",
    "post",
    "place",
    "indicator",
    "concept",
    "graph",
    "text",
    "file",
    "software",
    "link",
    "data",
    "version",
    "judgement",
    "document",
)
"""First path segments of instance IRIs below the base."""
SHAPES = "https://w3id.org/zeren/shapes#"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "kg": KG,
        "kgc": KGC,
        "kgt": THEME,
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "eli": "http://data.europa.eu/eli/ontology#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "dqv": "http://www.w3.org/ns/dqv#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "qudt": "http://qudt.org/schema/qudt/",
        "quantitykind": "http://qudt.org/vocab/quantitykind/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "unit": "http://qudt.org/vocab/unit/",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefixes of everything the project writes, in Turtle and in queries."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLASSES = _words(
    """
    Notice Part CommitmentList Section Commitment Task Project Responsibility Leadership
    QuantityStatement Target Criterion Alignment Aim StatedTotal Funding PlaceMention FieldEvidence
    Finding
    Passage SourceText SourceFile CitedDocument Indicator Unit UnitGroup StandingGroup Leader Place
    Comparison Correspondence
    """
)
OBJECT_PROPERTIES = _words(
    """
    issuer jurisdiction inArea kind departmentType addressee copiedTo amends follows inNotice inList inSection
    evidence sentence fieldEvidence ledBy responsibleUnit leadUnit supportUnit involvedUnit
    responsibility leadership target criterion aim theme place placeMention body role roleBasis
    resolution resolutionReason leader leaderRole heldPost indicator change bound normalizedUnit
    strength ofWhich eachMeeting funding source category constructionType proposedBy ownerUnit
    departmentUnit statedTotal partOf member level within severity findingCode about baseUnit
    alignment alignedTo alignmentRelation alignmentMethod direction aggregation
    action mainOutputOf dueByBasis
    comparedFrom comparedTo comparedOver inComparison correspondence fromItem toItem
    """
)
DATATYPE_PROPERTIES = _words(
    """
    documentNumber issuerText forYear addresseeText copiedToText number numberText text position
    deadline deadlineText roleText mention confidence alsoNamed post indicatorText value unitText
    normalizedValue period periodStart periodEnd base baselineValue baselinePeriod baselineStart
    baselineEnd dueBy totalInvestment
    fiscalFunds higherLevelFunds plannedInvestment
    investmentUnit sourceText amount content progressGoal benefit owner department stage count
    confirmed since until membersComplete code message repair sha256 length fullText
    converterVersion conversionFactor alignmentScore indicatorGroup comparisonMethod likeness
    """
)
ANNOTATION_PROPERTIES = _words("field totalOf answeredBy")
METRICS = _words("confidenceMetric accountedMetric")
DERIVED = _words(
    """
    baselineEnd baselineStart comparedFrom comparedOver comparedTo comparisonMethod correspondence dueBy
    dueByBasis follows fromItem inArea inComparison involvedUnit likeness mainOutputOf periodEnd
    periodStart toItem
    """
)
"""Those that ``graph/derived`` alone says."""
TERMS = CLASSES | OBJECT_PROPERTIES | DATATYPE_PROPERTIES | ANNOTATION_PROPERTIES | METRICS

CODES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "role": _words(
            """
            lead support responsible
            """
        ),
        "leader-role": _words(
            """
            lead oversee
            """
        ),
        "role-basis": _words(
            """
            label verb rule heading none
            """
        ),
        "resolution": _words(
            """
            exact alias bracket repaired guessed unresolved
            """
        ),
        "resolution-reason": _words(
            """
            same-name full-name registered-alias abbreviation place-prefix suffix look-alike
            traditional width page-break bracket-name shared-suffix reform near-spelling judgement
            suffix-kind pinyin identifier contradicted collective-word foreign-unit unknown-township
            """
        ),
        "change": _words(
            """
            level increase decrease
            """
        ),
        "bound": _words(
            """
            eq ge le gt lt approx
            """
        ),
        "strength": _words(
            """
            firm aspired plain
            """
        ),
        "alignment-method": _words(
            """
            wording grammar likeness
            """
        ),
        "direction": _words(
            """
            more less fixed
            """
        ),
        "aggregation": _words(
            """
            flow stock cumulative mean rate
            """
        ),
        "action": _words(
            """
            research draft start push-on build complete put-into-use maintain
            """
        ),
        "due-basis": _words(
            """
            stated year-end
            """
        ),
        "unit-kind": _words(
            """
            government township-government zone-administration party-organ peoples-congress
            political-consultative-conference supervision court procuratorate military
            mass-organization central-department central-agency branch-office vertical-agency
            coordinating-body enterprise public-institution government-department organization
            """
        ),
        "notice-kind": _words(
            """
            work-report-division livelihood-projects key-projects policy-division
            responsibility-notice
            """
        ),
        "construction-type": _words(
            """
            new-build continued rebuild extension rebuild-extension relocation restoration
            renovation purchase preparatory carry-over
            """
        ),
        "project-origin": _words(
            """
            department-proposed township-proposed county-deputy-proposed deputy-proposed
            cppcc-proposed public-proposed subdistrict-proposed village-proposed
            """
        ),
        "project-category": _words(
            """
            public-safety living-environment social-services culture-education health-care
            fishery-facilities transport water-energy industry housing employment elderly-childcare
            """
        ),
        "funding-source": _words(
            """
            fiscal upward bond self loan social other-source
            """
        ),
        "comparison": _words(
            """
            years levels
            """
        ),
        "correspondence": _words(
            """
            same changed new dropped split merged
            """
        ),
        "severity": _words(
            """
            violation warning info
            """
        ),
        "place-level": _words(
            """
            country province city county township village zone unknown
            """
        ),
        "finding": _words(
            """
            damaged-characters open-revisions open-comments page-break look-alike missing-character width
            stray-mark name-variant
            doubtful-name former-name foreign-unit unknown-township unknown-unit unknown-members
            second-name no-document-number no-title no-date no-issuer no-jurisdiction
            doubtful-jurisdiction no-tasks missing-annex no-units no-leader
            label-without-list number-gap number-repeated unread-quantity unread-line
            table-row-misfit table-unread unread-amount no-money-unit unmatched-row row-differs
            total-mismatch number-restarts number-without-unit target-in-past truncated
            unread-deadline leader-unread page-without-text recognised-draft unread-text unread-column
            layout-doubtful item-doubtful range-reversed yuan-alone impossible-period parts-not-sum
            strange-measure two-values task-twice leader-two-chapters list-year number-style heading-count
            """
        ),
    }
)
"""Concept scheme (local name after ``scheme-``) → its concepts' local names: the words of the JSON."""


PRINTED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "construction-type": MappingProxyType(
            {
                "新建": "new-build",
                "续建": "continued",
                "改建": "rebuild",
                "扩建": "extension",
                "改扩建": "rebuild-extension",
                "迁建": "relocation",
                "修缮": "restoration",
                "提升改造": "renovation",
                "购置": "purchase",
                "前期": "preparatory",
                "结转": "carry-over",
            }
        ),
        "project-origin": MappingProxyType(
            {
                "部门推荐": "department-proposed",
                "乡镇政府推荐": "township-proposed",
                "县人大代表推荐": "county-deputy-proposed",
                "人大代表推荐": "deputy-proposed",
                "政协委员推荐": "cppcc-proposed",
                "群众推荐": "public-proposed",
                "街道推荐": "subdistrict-proposed",
                "村社推荐": "village-proposed",
            }
        ),
        "project-category": MappingProxyType(
            {
                "保障公共安全": "public-safety",
                "改善人居环境": "living-environment",
                "完善社会服务": "social-services",
                "优化文教设施": "culture-education",
                "提升医疗服务": "health-care",
                "完善渔业设施": "fishery-facilities",
                "交通设施": "transport",
                "水利能源": "water-energy",
                "产业发展": "industry",
                "住房保障": "housing",
                "就业创业": "employment",
                "一老一小": "elderly-childcare",
            }
        ),
    }
)
"""Concept scheme → printed word → code, where a notice prints the word of a code."""


def kg(term: str) -> str:
    """Return the IRI of a term of the ontology; KeyError for one that does not exist."""
    if term not in TERMS:
        raise KeyError(term)
    return KG + term


def kgc(scheme: str, word: str) -> str:
    """Return the IRI of a code; KeyError for a word that the scheme does not hold."""
    if word not in CODES[scheme]:
        raise KeyError(f"{scheme}: {word}")
    return KGC + word


def expand(name: str) -> str:
    """Return the IRI of a prefixed name: ``kg:Task``, ``dcterms:title``."""
    prefix, _, local = name.partition(":")
    return kg(local) if prefix == "kg" else PREFIXES[prefix] + local
