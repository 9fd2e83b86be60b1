"""Every error this package raises on purpose.

    KgError                    anything below; one sentence, in Chinese and in English
    ├── InputError             the file cannot be read, or holds no notice      exit 2, 4xx
    │   ├── UnsupportedFormat  a scan, a legacy .doc, a picture …               415
    │   ├── TooLarge           past a limit of size, pages, depth or cells      413
    │   ├── NotANotice         readable, but nothing of the genre in it         422
    │   └── Refused            a notice that the store does not take            409
    ├── UsageError             an argument, parameter or query is wrong          exit 2, 400
    │   ├── NotFound           no canned query, graph or resource of that name  404
    │   └── Contradiction      a judgement against another, or without effect   409
    ├── StoreError             the store is unreachable, locked or of another base   exit 3, 503
    ├── LimitReached           time, memory or rows ran out                      exit 3, 503
    └── DataError              a file of ``ontology/ data/ queries/`` is wrong   exit 2, 500

Neither HTTP nor Click is known here: ``cli/group.py`` and ``web/problems.py`` map the classes once.
"""


class KgError(Exception):
    """Base of all; ``zh`` and ``en`` are one sentence each that says what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def text(self, lang: str = "zh") -> str:
        """Return the sentence in ``lang`` (``zh`` or ``en``)."""
        return self.en if lang == "en" else self.zh

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class InputError(KgError):
    """A file that was given cannot be read as a notice."""


class UnsupportedFormat(InputError):
    """The file is of a kind that holds no readable text here."""


class TooLarge(InputError):
    """The file passes a limit of size, pages, depth or cells."""


class NotANotice(InputError):
    """The text was read, and is no notice of responsibilities."""


class Refused(InputError):
    """A notice was read, but another one or a newer version stands where it would."""


class UsageError(KgError):
    """An argument, a parameter or a query is wrong."""


class NotFound(UsageError):
    """Nothing of that name exists."""


class Contradiction(UsageError):
    """A judgement contradicts another one, or would change nothing."""


class StoreError(KgError):
    """The store is unreachable, locked, of another version or of another base."""


class LimitReached(KgError):
    """Time, memory or rows ran out before the work was done."""


class DataError(KgError):
    """A file of ``ontology/``, ``data/`` or ``queries/`` is not as it must be."""
