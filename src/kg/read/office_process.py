"""Runs LibreOffice once, under limits, and leaves nothing behind: ``python -m kg.read.office_process``.

    arguments  doc, wps, rtf or odt; how many bytes the file has; how many seconds it may take
    stdin      the file, and then open while the caller lives
    stdout     the docx
    status     0, or 1: nothing was made, 3: it took too long

When stdin closes before its time, whoever asked has been ended: LibreOffice is then ended too. It
runs in a session of its own, so that all that it started ends with it, and everything that it writes
is in one folder, which goes at the end.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from kg.read import limits
from kg.read.bounded import run

# How a file is named, and the filter that reads it: LibreOffice is not to guess.
_FILTERS = {
    "doc": ("doc", "MS Word 97"),
    "wps": ("doc", "MS Word 97"),
    "rtf": ("rtf", "Rich Text Format"),
    "odt": ("odt", "writer8"),
}
# No macros, nothing fetched: links in the file lead nowhere, and so does every proxy.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""  # noqa: E501


def main() -> int:
    """Convert what comes; return the status."""
    kind, size, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the folder goes
    data = sys.stdin.buffer.read(size)
    if len(data) < size:
        return 1
    with TemporaryDirectory(prefix="kg-office-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        status = run(_command(kind, data, folder), folder, seconds, limits.OFFICE_MEMORY)
        target = folder / "out" / "notice.docx"
        if status or not target.is_file() or target.stat().st_size > limits.MAX_BYTES:
            return status or 1
        sys.stdout.buffer.write(target.read_bytes())
    return 0


def _command(kind: str, data: bytes, folder: Path) -> list[str]:
    ending, filter_name = _FILTERS[kind]
    source = folder / f"notice.{ending}"
    source.write_bytes(data)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    return [
        which("soffice") or which("libreoffice") or "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        f"--infilter={filter_name}",
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source)),
    ]


if __name__ == "__main__":
    sys.exit(main())
