"""Writes the smallest pdf files: what an office program never would."""

from __future__ import annotations


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Return a pdf of numbered objects, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<< /Length %d %s >>\nstream\n" % (len(data), entries) + data + b"\nendstream"


def one_page(
    content: bytes, resources: bytes = b"", extra: list[bytes] | None = None, page: bytes = b""
) -> bytes:
    """Return a pdf of one page whose content is object 4; ``extra`` objects count from 5."""
    return pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << " + resources + b" >> " + page + b" >>",
        content,
        *(extra or []),
    ])  # fmt: skip


def text_page(*lines: tuple[float, float, str], page: bytes = b"", prefix: bytes = b"") -> bytes:
    """Return a pdf with Latin text at given places, in 12 point Helvetica."""
    drawn = b"".join(b"BT /F 12 Tf %g %g Td (%s) Tj ET\n" % (x, y, words.encode()) for x, y, words in lines)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    return one_page(stream(prefix + drawn), b"/Font << /F 5 0 R >>", [font], page)


def scan(pages: int = 1) -> bytes:
    """Return a pdf whose pages are pictures."""
    image = stream(
        b"\x80" * 64,
        b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + pages))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /I 3 0 R >> >> >>"
    )
    return pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        image,
        stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
        *[page] * pages,
    ])  # fmt: skip


def encrypted() -> bytes:
    """Return a pdf that asks for a password."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
            stream(b"\x00\x01\x02"),
            b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>",
        ],
        b"/Encrypt 5 0 R /ID [<" + b"43" * 16 + b"> <" + b"43" * 16 + b">]",
    )
