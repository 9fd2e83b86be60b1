"""Whole graphs in and out of a store, and queries over it: embedded, or any SPARQL 1.1 server.

``base`` says what a store offers, ``operations`` are its verbs as values. ``oxigraph`` is the
embedded folder in one process, ``isolated`` the same folder behind a writer process and killable
query workers, ``remote`` any server, ``proxied`` one behind our service. Engine and client
libraries are imported when a store opens, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.store.base import Store
    from kg.store.versions.archive import Archive


def open_store(settings: Settings, *, read_only: bool = False) -> Store:
    """Open the store that the settings name, for one process.

    A folder that a running service owns is reached through that service.

    Args:
        settings: ``store`` is a folder or the URL of a query endpoint.
        read_only: do not create the folder; several such readers may share it while none writes.

    Raises:
        StoreError: unreachable, locked, of another version or of another base.
    """
    store = _opened(settings, read_only)
    store.versions, store.judgements = archive_of(settings), judgements_of(settings)
    return store


def archive_of(settings: Settings) -> Archive:
    """Return the folder of former versions: what the settings say, else one beside the store."""
    from hashlib import sha256

    from kg.store.versions.archive import Archive

    if settings.versions:
        return Archive(Path(settings.versions))
    if settings.store.startswith(("http://", "https://")):
        return Archive(Path("var", f"versions-{sha256(settings.store.encode()).hexdigest()[:8]}"))
    store = Path(settings.store)
    return Archive(store.with_name(f"{store.name}-versions"))


def judgements_of(settings: Settings) -> Path:
    """Return the folder of judgements that people make on pages: what the settings say, else one beside."""
    if settings.judgements:
        return Path(settings.judgements)
    folder = archive_of(settings.model_copy(update={"versions": None})).folder
    return folder.with_name(folder.name.replace("versions", "judgements"))


def _opened(settings: Settings, read_only: bool) -> Store:
    if settings.store.startswith(("http://", "https://")):
        from kg.store.remote import RemoteStore

        return RemoteStore.from_settings(settings)
    from kg.store import folder

    path = Path(settings.store)
    if address := folder.service_address(path):
        from kg.store.client import ServiceClient

        return ServiceClient(address, settings)
    from kg.store.oxigraph import OxigraphStore

    return OxigraphStore(
        path,
        base=settings.base,
        default_graph=settings.default_graph,
        max_rows=None,
        read_only=read_only,
    )
