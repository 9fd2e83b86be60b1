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
from kg.store.backend import Backend
from kg.store.base import Store
from kg.web.problems import Problem

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
    state = request.app.state
    if state.catalog is None:
        from kg import resources
        from kg.query import Catalog

        state.catalog = Catalog.load(resources.queries())
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
    if request.app.state.settings.token is None:
        raise Problem(
            403,
            "read-only",
            "本服务只读：启动时未设置 KG_TOKEN。",
            "This service is read-only: it was started without KG_TOKEN.",
        )
    if not request.scope["kg"].authorized:
        raise Problem(
            401,
            "unauthorized",
            "写入需要令牌：请加 Authorization: Bearer …（KG_TOKEN）。",
            "Writing needs the token: send Authorization: Bearer … (KG_TOKEN).",
            {"WWW-Authenticate": 'Bearer realm="kg"'},
        )


async def mark_cacheable(request: Request) -> None:
    """Say that the answer depends on the request and the store's state alone."""
    mark = request.scope.get("kg")
    if mark is not None:
        mark.cacheable = True


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
Cacheable = Depends(mark_cacheable)
TokenRequired = Depends(require_token)
