"""Real servers behind ``RemoteStore``: Virtuoso and ``oxigraph serve``, on loopback, started here.

with virtuoso(folder) as settings: ...   settings = the KG_* values as keyword arguments
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import program
from tests.web import running

_SECRET = "secret"
# Without StopCompilerWhenXOverRunTime it plans a query of a dozen patterns for up to ten seconds.
_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
StopCompilerWhenXOverRunTime = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 200000
MaxQueryExecutionTime = 60
"""

Settings = dict[str, object]


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[Settings]:
    """Run Virtuoso on a folder of its own."""
    binary = program("virtuoso")
    isql = shutil.which("isql-vt") or "isql-vt"
    sql, port = running.free_port(), running.free_port()
    folder.mkdir(parents=True, exist_ok=True)
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(folder=folder, sql=sql, http=port))
    # It sets the passwords, makes the database, and ends with 101.
    subprocess.run(
        [binary, "+configfile", str(ini), "+wait", "+pwdold", "dba", "+pwddba", _SECRET, "+pwddav", _SECRET],
        capture_output=True,
        timeout=120,
        cwd=folder,
    )
    process = subprocess.Popen(
        [binary, "+foreground", "+configfile", str(ini)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        running.wait_for(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D", process, 90)
        statements = [
            f"DB.DBA.USER_CREATE('kg', '{_SECRET}');",
            'GRANT SPARQL_UPDATE TO "kg";',
            'GRANT SPARQL_SELECT TO "kg";',
            "DB.DBA.RDF_DEFAULT_USER_PERMS_SET('kg', 7);",
            "DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 1);",
        ]
        subprocess.run(
            [isql, f"127.0.0.1:{sql}", "dba", _SECRET, "VERBOSE=OFF", *(f"EXEC={s}" for s in statements)],
            check=True,
            capture_output=True,
            timeout=60,
        )
        base = f"http://127.0.0.1:{port}"
        yield {
            "store": f"{base}/sparql-auth",
            "store_update": f"{base}/sparql-auth",
            "store_gsp": f"{base}/sparql-graph-crud-auth",
            "store_user": "kg",
            "store_password": _SECRET,
            "store_auth": "digest",
        }
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        time.sleep(0)


@contextlib.contextmanager
def oxigraph() -> Iterator[Settings]:
    """Run ``oxigraph serve`` in memory."""
    with running.oxigraph(program("oxigraph"), "--union-default-graph") as server:
        yield {"store": server.query, "store_update": server.update, "store_gsp": server.graphs}
