"""schemathesis against the OpenAPI document of a running service: no 5xx."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.web.running import TOKEN, fetch, service


def test_no_server_error(tmp_path: Path) -> None:
    """Every operation, reads and writes, with examples and generated input, right and wrong."""
    with service(tmp_path / "store", rate_per_minute="10000000", query_timeout_s="20") as server:
        data = b'<http://e/s> <http://e/p> "\xe5\x80\xbc"@zh .'
        headers = {"Content-Type": "text/turtle", **server.headers}
        assert fetch("PUT", f"{server.graphs}?graph=http://e/g", data, headers)[0] == 201
        run = subprocess.run(
            [
                str(Path(sys.executable).with_name("schemathesis")),
                "run",
                f"{server.url}/openapi.json",
                "--continue-on-failure",
                "--checks=not_a_server_error",
                "--phases=examples,coverage,fuzzing",
                "--max-examples=10",
                "--mode=all",
                "--seed=2024",
                "--workers=1",
                "--request-timeout=60",
                "--generation-database=none",
                "--no-color",
                f"--header=Authorization: Bearer {TOKEN}",
            ],
            cwd=tmp_path,
            env=os.environ
            | {"SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            text=True,
            timeout=500,
        )
        report = (run.stdout + run.stderr)[-6000:]
        assert run.returncode == 0, report
        assert fetch("GET", f"{server.url}/health")[0] == 200
