"""The web service: SPARQL, graphs, canned queries and pages.

create_app(settings)   the ASGI application
serve(settings, …)     the same under uvicorn, with the folder's address announced
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.store.base import Store


def create_app(settings: Settings, **options: Any) -> Any:
    """Return the application; see ``kg.web.app.create_app``."""
    from kg.web import app

    return app.create_app(settings, **options)


def serve(
    settings: Settings,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    prepare: Callable[[Store], None] | None = None,
    log_level: str = "info",
) -> None:
    """Serve until a signal ends it; see ``kg.web.server.serve``."""
    from kg.web import server

    server.serve(settings, host, port, prepare=prepare, log_level=log_level)
