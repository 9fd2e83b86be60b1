r"""Control characters, which a literal may hold and an output must not.

XML cannot say U+0000 to U+001F at all (but tab and line ends), nor U+FFFE and U+FFFF: readers stop
there. They become U+FFFD. What XML can name, U+007F to U+009F, is named (``&#x85;``), and a carriage
return too, since readers take it for a line feed; in HTML a named one would be another character, so
it becomes U+FFFD. JSON names all of them (``\u0085``), and the
line separators, which JavaScript once took for line ends. A line of a log names whatever could end
it, or turn its direction round.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_LOST = "\N{REPLACEMENT CHARACTER}".encode()
_C0 = bytes(code for code in range(0x20) if code not in b"\t\n\r") + b"\x7f"
# What may begin one of the others in UTF-8; in Chinese text all are rare, so a look for them is quick.
_LEADS = (b"\xc2", b"\xef\xbf", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xef\xbf[\xbe\xbf]")
_XML_CONTROL = re.compile(_CONTROL.pattern + rb"|\r")
_JSON_CONTROL = re.compile(_CONTROL.pattern + rb"|\xe2\x80[\xa8\xa9]")
Cleaner = Callable[[bytes], bytes]


def _named(form: str) -> Callable[[re.Match[bytes]], bytes]:
    return lambda found: form.format(ord(found[0].decode())).encode()


def _in_xml(found: re.Match[bytes]) -> bytes:
    code = ord(found[0].decode())
    return f"&#x{code:x};".encode() if code == 0x0D or 0x7F <= code <= 0x9F else _LOST


def _is_clean(data: bytes) -> bool:
    return len(data.translate(None, _C0)) == len(data) and not any(lead in data for lead in _LEADS)


def clean_xml(data: bytes) -> bytes:
    """Return XML that can be read."""
    return data if _is_clean(data) and b"\r" not in data else _XML_CONTROL.sub(_in_xml, data)


def clean_html(data: bytes) -> bytes:
    """Return HTML without control characters."""
    return data if _is_clean(data) else _CONTROL.sub(_LOST, data)


def clean_json(data: bytes) -> bytes:
    r"""Return JSON with control characters named.

    >>> clean_json('"\x7f\u2028\x85"'.encode())
    b'"\\u007f\\u2028\\u0085"'
    """
    return data if _is_clean(data) else _JSON_CONTROL.sub(_named("\\u{:04x}"), data)


def cleaner_of(content_type: str) -> Cleaner | None:
    """Return what cleans a type of content; None where nothing has to.

    >>> cleaner_of("application/sparql-results+xml; charset=utf-8").__name__
    'clean_xml'
    """
    name = content_type.partition(";")[0].strip().lower()
    if name == "text/html":
        return clean_html
    if name.endswith(("/xml", "+xml")):
        return clean_xml
    if name.endswith(("/json", "+json")):
        return clean_json
    return None


_ENDINGS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def one_line(text: str) -> str:
    r"""Return a text as one line, with what could end or disguise it named as JSON names it.

    >>> one_line("a\nb\u2028")
    'a\\nb\\u2028'
    """
    return _ENDINGS.sub(lambda found: "\\n" if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)
