"""The application: its layers, the routes of ``kg.web.routes``, and how errors are told."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from kg import resources
from kg.errors import KgError
from kg.kept.keeper import kept_beside
from kg.link.dcat import notices_of
from kg.link.void import beside as beside_figures
from kg.link.void import figures as figures_of
from kg.tables.keeper import tables_beside
from kg.version import __version__
from kg.web import routes
from kg.web.ahead import Ahead, OfState
from kg.web.labels import Labels
from kg.web.languages import stated
from kg.web.middleware import behind
from kg.web.middleware.lag import Lag
from kg.web.middleware.memory import Answers
from kg.web.middleware.meter import Meter
from kg.web.problems import Problem, request_id, response_of, wrong_parameter
from kg.web.routes.reconcile import made_of
from kg.web.sessions import Attempts, Sessions, Token

if TYPE_CHECKING:
    from kg.query import Catalog
    from kg.settings import Settings
    from kg.store.base import Backend, Store

log = logging.getLogger("kg.web")


def create_app(
    settings: Settings,
    *,
    store: Store | None = None,
    catalog: Catalog | None = None,
    prepare: Callable[[Store], None] | None = None,
) -> FastAPI:
    """Make the service.

    Args:
        store: an open embedded store, to answer in this process (tests); by default the folder of
            the settings behind worker processes, or the server that they name.
        catalog: the canned queries; by default those of ``queries/``, read when first asked for.
        prepare: run with the store before the service is ready: loads the sample.
    """
    backend = _backend(settings, store)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await backend.start()
        try:
            if prepare is not None:
                await anyio.to_thread.run_sync(prepare, backend.store)
            async with _keeping(app, backend):
                app.state.ready = True
                yield
        finally:
            app.state.ready = False
            await backend.stop()

    app = FastAPI(
        title="Zeren 责任图谱",
        version=__version__,
        summary="Who is responsible for what in Chinese government notices / 政府责任清单知识图谱",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # /metrics and the log tell it
    )
    state = app.state
    state.settings, state.backend, state.catalog, state.ready = settings, backend, catalog, False
    state.kept, state.labels, state.lag = None, Labels(), Lag()
    state.described, state.reconciler = OfState(notices_of), OfState(made_of, unseen_s=30.0)
    state.counted = OfState(
        lambda store: state.kept.figures(store) or figures_of(store),
        meanwhile=lambda store: state.kept.counted_before(store),
    )
    state.beside = OfState(beside_figures)
    state.meter, state.answers = Meter(), Answers()
    state.token, state.sessions, state.attempts = Token(settings.token), Sessions(), Attempts()
    state.render_error, state.routers = (lambda request, error: None), []
    state.templates = _templates()
    for name, handler in _handlers().items():
        app.add_exception_handler(name, handler)
    app.add_middleware(
        behind,
        state=lambda: backend.state,
        authorized=state.token.is_bearer,
        person=state.sessions.person,
        respond=lambda scope, error: _told(Request({**scope, "app": app}), error),
        methods=lambda scope: _methods(app, scope),
        per_minute=settings.rate_per_minute,
        at_once=settings.client_concurrency,
        meter=state.meter,
        answers=state.answers,
        lag=state.lag,
        max_body=int(settings.max_upload_mb * 2**20),
    )
    if resources.static().is_dir():
        app.mount("/static", StaticFiles(directory=resources.static()), name="static")
    _include(app)
    return app


def _backend(settings: Settings, store: Store | None) -> Backend:
    if store is not None:
        from kg.store.bridges import Threaded

        return Threaded(store)
    if settings.store.startswith(("http://", "https://")):
        from kg.store.proxied import Proxied

        return Proxied(settings)
    from kg.store.isolated import Isolated

    return Isolated(settings)


@asynccontextmanager
async def _keeping(app: FastAPI, backend: Backend) -> AsyncIterator[None]:
    """Have what is kept beside the store follow it."""
    from kg.store.following import Following, Keeper
    from kg.web.deps import catalog_of

    store, catalog = backend.store, await anyio.to_thread.run_sync(catalog_of, app.state)
    kept = await anyio.to_thread.run_sync(kept_beside, store, catalog)
    app.state.kept = kept
    settings, figures = app.state.settings, app.state.figures
    if settings.tables is not None or store.folder == Path(settings.store):
        figures.keeper = tables_beside(store, figures.folder)
    # Each in a thread of its own: a reader of the one waits for no other, and no page for the last.
    labels = Ahead("labels", after_each=lambda: app.state.labels.read(app.state))
    of_whole: list[Keeper] = [
        Ahead(name, at_rest=partial(getattr(app.state, name).renew, backend))
        for name in ("namesakes", "beside", "reconciler", "described", "counted")  # counting takes longest
    ]
    tables = Ahead("figures", after_each=lambda: figures.open(store))
    of_pages: list[list[Keeper]] = [
        [kept, labels],
        [*([figures.keeper] if figures.keeper else []), tables],
    ]
    needed = [Following(backend, some) for some in of_pages]
    rest = Following(backend, of_whole, after=needed, at_once=kept.is_large())
    following = [*needed, rest]
    for one in following:
        one.start()
    app.state.lag.begin(
        backend.state,
        lambda: any(one.behind for one in needed),
        lambda: min(one.as_of for one in needed),
        kept.is_large,
    )
    backend.listen(lambda: app.state.lag.moved(backend.state))
    # Who is told that the service is ready need not wait for the dictionaries of the search.
    await anyio.to_thread.run_sync(kept.warm)
    try:
        yield
    finally:
        for one in following:
            await one.stop()
        kept.close()


def _templates() -> Any:
    if not resources.templates().is_dir():
        return None
    from fastapi.templating import Jinja2Templates

    return Jinja2Templates(directory=resources.templates())


def _include(app: FastAPI) -> None:
    """Add every module of ``kg.web.routes``: its ``router``, and what its ``setup`` does."""
    for found in sorted(pkgutil.iter_modules(routes.__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{routes.__name__}.{found.name}")
        if hasattr(module, "router"):
            app.include_router(module.router)
            app.state.routers.append(module.router)
        if hasattr(module, "setup"):
            module.setup(app)


def _methods(app: FastAPI, scope: Scope) -> set[str]:
    """Return the methods that this path takes; none where there is nothing."""
    found: set[str] = set()
    for route in (*app.routes, *(r for router in app.state.routers for r in router.routes)):
        match, _ = route.matches(scope)
        if match is not Match.NONE:
            found |= set(getattr(route, "methods", None) or {"GET"})
    if "GET" in found:
        found.add("HEAD")
    return found | {"OPTIONS"} if found else found


def _told(request: Request, error: KgError) -> Response:
    """Tell of an error: by a page to people, by a problem to programs."""
    try:
        page: Response | None = request.app.state.render_error(request, error)
    except Exception:
        log.exception("fault in the page of %s", request_id(request))
        page = None
    return page or response_of(error, request_id(request), stated(request))


def _handlers() -> dict[Any, Any]:
    async def known(request: Request, error: KgError) -> Response:
        return _told(request, error)

    async def http(request: Request, error: HTTPException) -> Response:
        return _told(request, _of_framework(request, error))

    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:]) or "body"
        return _told(request, wrong_parameter(where, first["type"], first.get("ctx", {})))

    return {KgError: known, HTTPException: http, RequestValidationError: invalid}


def _of_framework(request: Request, error: HTTPException) -> Problem:
    """Return in both languages what the framework says in one."""
    status = error.status_code
    if status == 404:
        return Problem(404, "not-found", "没有这个地址。", "There is nothing at this address.")
    if status == 405:
        # The framework names the methods of one route only.
        allow = {"Allow": ", ".join(sorted(_methods(request.app, request.scope)))}
        return Problem(
            405, "method-not-allowed", "此地址不接受该方法。", "This address does not take the method.", allow
        )
    if 400 <= status < 500:
        return Problem(
            status,
            "bad-request",
            "请求读不出来：请核对表单和请求内容后重新提交。",
            f"The request cannot be read: check the form or the body ({error.detail}).",
        )
    return Problem(
        status, "error", "请求没有完成，请稍后再试。", "The request was not done: try again later."
    )
