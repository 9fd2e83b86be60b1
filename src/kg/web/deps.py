"""What a route may ask for.

    @router.get("/queries", dependencies=[Cacheable])
    def queries(store: StoreDep, catalog: CatalogDep, templates: TemplatesDep) -> ...

A plain ``def`` route runs in a thread and uses ``StoreDep``; an ``async def`` route uses
``BackendDep``. Nothing here is global: everything hangs on ``app.state``. Dependencies are
``async`` where they do not block: plain ones would each cost a change of thread.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from kg.settings import Settings
from kg.store.base import Backend, Store
from kg.web.middleware.mark import Reuse
from kg.web.problems import Problem
from kg.web.sessions import Person

if TYPE_CHECKING:
    from kg.query import Catalog


log = logging.getLogger("kg.web")


def get_settings(request: Request) -> Settings:
    """Return the settings that the service was made with."""
    settings: Settings = request.app.state.settings
    return settings


def get_backend(request: Request) -> Backend:
    """Return the store, seen from the event loop."""
    backend: Backend = request.app.state.backend
    return backend


def get_store(request: Request) -> Store:
    """Return the store, for routes that run in threads."""
    backend: Backend = request.app.state.backend
    return backend.store


def get_catalog(request: Request) -> Catalog:
    """Return the canned queries, read once."""
    return catalog_of(request.app.state)


def catalog_of(state: Any) -> Catalog:
    """Return the canned queries of an application."""
    if state.catalog is None:
        from kg import resources
        from kg.query import Catalog

        state.catalog = Catalog.load(resources.queries())
        state.catalog.figures = state.figures
        for error in state.catalog.broken.values():
            log.error("%s", error)
    catalog: Catalog = state.catalog
    return catalog


def get_templates(request: Request) -> Any:
    """Return the ``Jinja2Templates`` of the service."""
    return request.app.state.templates


async def require_token(request: Request) -> None:
    """Let a write pass only with the bearer token; see ``check_token``."""
    check_token(request)


def check_token(request: Request) -> None:
    """Let a write pass only with the bearer token.

    Raises:
        Problem: 403 where the service is read-only, 401 without the right token.
    """
    writable(request)
    if not request.scope["kg"].authorized:
        raise Problem(
            401,
            "unauthorized",
            "写入需要令牌：请加 Authorization: Bearer …（KG_TOKEN）。",
            "Writing needs the token: send Authorization: Bearer … (KG_TOKEN).",
            {"WWW-Authenticate": 'Bearer realm="kg"'},
        )


def writable(request: Request) -> None:
    """Let pass only where there is a token at all.

    Raises:
        Problem: 403, the service is read-only.
    """
    if request.app.state.settings.token is None:
        raise Problem(
            403,
            "read-only",
            "本服务只读：启动时未设置 KG_TOKEN。",
            "This service is read-only: it was started without KG_TOKEN.",
        )


async def signed_in(request: Request) -> Person:
    """Return who is signed in: for what people do on pages, writes among it.

        @router.post("/unit/{key}/judgement")
        async def judge(request: Request, person: SignedIn, key: str) -> Response: ...

    Raises:
        Problem: 401 where nobody is, 403 for a write that another site's page sends.
    """
    person: Person | None = request.scope["kg"].person
    if person is None:
        writable(request)
        raise Problem(
            401,
            "not-signed-in",
            "请先登录，再做这一步。",
            "Sign in first, then do this.",
            {"WWW-Authenticate": 'Bearer realm="kg"'},
        )
    if request.scope["kg"].method not in ("GET", "HEAD"):
        from_here(request)
    return person


def from_here(request: Request, *, or_nowhere: bool = False) -> None:
    """Let a write pass only where a page of this service sends it; browsers tell by ``Origin``.

    ``or_nowhere``: also where the client tells no origin, as programs do.

    Raises:
        Problem: 403, it comes from elsewhere.
    """
    origin = request.headers.get("origin")
    if (
        origin is None
        and request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
        and or_nowhere
    ):
        return
    if origin is None or origin.lower() != f"{request.url.scheme}://{request.url.netloc}":
        raise Problem(
            403,
            "foreign-origin",
            "这次提交不是从本站的页面发出的：请在本站页面上重新操作。",
            "This was not sent from a page of this site: do it again on a page of this site.",
        )


async def mark_cacheable(request: Request) -> None:
    """Say that the answer depends on the request and the store's state alone."""
    mark = request.scope.get("kg")
    if mark is not None:
        mark.reuse = Reuse.STATE


async def _settings(request: Request) -> Settings:
    return get_settings(request)


async def _backend(request: Request) -> Backend:
    return get_backend(request)


async def _store(request: Request) -> Store:
    return get_store(request)


async def _templates(request: Request) -> Any:
    return get_templates(request)


SettingsDep = Annotated[Settings, Depends(_settings)]
BackendDep = Annotated[Backend, Depends(_backend)]
StoreDep = Annotated[Store, Depends(_store)]
CatalogDep = Annotated[Any, Depends(get_catalog)]
TemplatesDep = Annotated[Any, Depends(_templates)]
SignedIn = Annotated[Person, Depends(signed_in)]
Cacheable = Depends(mark_cacheable)
TokenRequired = Depends(require_token)
