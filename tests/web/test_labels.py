"""Labels of codes and notices on pages: read once where nobody says whether they changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from kg import loading, pipeline, vocab
from kg.settings import Settings
from kg.store.oxigraph import OxigraphStore
from kg.web.app import create_app
from kg.web.labels import Labels
from tests import loaded


class Unwatched(OxigraphStore):
    """As a server to which others may write unseen: its state is not known."""

    @property
    def state(self) -> str | None:
        return None


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with Unwatched(None, base=vocab.BASE) as store:
        loading.prepare(store)
        loading.load_notice(pipeline.convert(loaded.REAL), store, at=loaded.LOADED)
        with TestClient(create_app(Settings(rate_per_minute=1_000_000), store=store)) as made:
            yield made


@pytest.mark.parametrize("path", ["/", "/targets", "/units", "/notice/330922-2024-59976130"])
def test_a_page_reads_its_labels_once_where_the_state_is_not_known(
    client: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    of = Labels.of
    monkeypatch.setattr(
        Labels, "of", lambda self, state, lang, **how: (read.append(lang), of(self, state, lang, **how))[1]
    )
    for times in (1, 2):
        assert client.get(path, headers={"Accept": "text/html"}).status_code == 200
        assert read == ["zh"] * times
