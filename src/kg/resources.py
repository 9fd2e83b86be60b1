"""Where ``ontology/``, ``data/`` and ``queries/`` are: the only module that knows paths.

In a checkout they stand beside ``src/``; a wheel carries them as ``kg/_data/``. How YAML is read stands
here, too: by libyaml wherever it is there, ten times as quick.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.errors import DataError

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    for root in (_PACKAGE / "_data", _PACKAGE.parent.parent):
        if (root / "ontology").is_dir() and (root / "data").is_dir():
            return root
    raise DataError(
        "找不到 ontology/ 与 data/ 目录，请重新安装本软件包。",
        "The folders ontology/ and data/ are missing; install the package again.",
    )


def ontology(*parts: str) -> Path:
    """Return a path below ``ontology/``."""
    return _root().joinpath("ontology", *parts)


def data(*parts: str) -> Path:
    """Return a path below ``data/``."""
    return _root().joinpath("data", *parts)


def queries(*parts: str) -> Path:
    """Return a path below ``queries/``."""
    return _root().joinpath("queries", *parts)


def static(*parts: str) -> Path:
    """Return a path below the built web assets."""
    return _PACKAGE.joinpath("web", "static", *parts)


def templates() -> Path:
    """Return the folder of Jinja templates."""
    return _PACKAGE / "web" / "templates"


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(source: Path | str) -> Any:
    """Return what a file of YAML, or its text, says.

    Raises:
        OSError, UnicodeDecodeError, yaml.YAMLError: it cannot be read.
    """
    return yaml.load(source if isinstance(source, str) else source.read_text("utf-8-sig"), Loader=_LOADER)
