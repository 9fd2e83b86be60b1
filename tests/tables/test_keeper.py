"""Tables follow every kind of write, and are then those that are made of the whole store."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import loading, pipeline
from kg.errors import InputError
from kg.settings import DEFAULT_BASE
from kg.store.base import Bindings
from kg.store.following import follow, settle
from kg.store.operations import Load
from kg.store.oxigraph import OxigraphStore
from kg.store.surroundings import lines_of
from kg.store.versions.withdrawal import withdraw
from kg.tables import building, files, updating
from kg.tables import manifest as manifests
from kg.tables.building import build, check
from kg.tables.figures import Figures
from kg.tables.keeper import TablesKeeper
from kg.vocab import kg
from tests import loaded
from tests.conftest import ROOT

DUTIES = ROOT / "tests/gold/own8/Q05-flattened-cells-leader-deadline.txt"
PROJECTS = ROOT / "tests/gold/own8/Q07-flattened-livelihood-projects-money.txt"
FOREVER: Callable[[], bool] = lambda: True  # noqa: E731


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store without notices, and its tables."""
    folder = tmp_path_factory.mktemp("prepared")
    with OxigraphStore(folder / "store", base=DEFAULT_BASE) as made:
        loading.prepare(made)
        TablesKeeper(folder / "tables").settle(made, FOREVER)
    return folder


@pytest.fixture
def store(prepared: Path, tmp_path: Path) -> Iterator[OxigraphStore]:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    with OxigraphStore(tmp_path / "store", base=DEFAULT_BASE) as made:
        yield made


@pytest.fixture
def keeper(store: OxigraphStore, tmp_path: Path) -> TablesKeeper:
    return TablesKeeper(tmp_path / "tables")


def load(store: OxigraphStore, path: Path, change: tuple[str, str] = ("", "")) -> str:
    text = path.read_text("utf-8").replace(*change) if change[0] else path.read_text("utf-8")
    notice = pipeline.convert(text.encode(), name=path.name)
    loading.load_notice(notice, store, at=loaded.LOADED, older=True)
    return f"{store.base}graph/{notice.iri.removeprefix('notice/')}"


def held(store: OxigraphStore, keeper: TablesKeeper) -> manifests.Manifest:
    """Return the manifest in force, which is of the store's state."""
    found = building.current(keeper.folder, store.base)
    assert found is not None
    assert found.state == store.state
    return found


def is_as_made_anew(store: OxigraphStore, keeper: TablesKeeper, tmp_path: Path) -> None:
    anew = build(store, tmp_path / "anew")
    assert held(store, keeper).slices == anew.slices
    assert held(store, keeper).files == anew.files


def test_each_load_is_followed_by_the_rows_of_its_notice_alone(
    store: OxigraphStore, keeper: TablesKeeper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as only:
        only.setattr(building, "build", lambda *_, **__: pytest.fail("everything was made anew"))
        writes: list[Callable[[], object]] = [
            lambda: load(store, DUTIES),
            lambda: load(store, PROJECTS),
            lambda: load(store, DUTIES, ("增长", "下降")),
            lambda: withdraw(f"{store.base}notice/{load(store, PROJECTS).rpartition('/')[2]}", store),
            lambda: (load(store, PROJECTS), store.delete(load(store, DUTIES))),
            lambda: store.put("https://w3id.org/zeren/graph/none", [("<http://e/s>", "<http://e/p>", '"x"')]),
        ]
        for write in writes:
            write()
            keeper.follow(store, FOREVER)
            is_as_made_anew(store, keeper, tmp_path)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param("DELETE WHERE { GRAPH ?g { ?s <https://w3id.org/zeren/ontology#theme> ?o } }", id="raw"),
        pytest.param("registry", id="what all share"),
        pytest.param("elsewhere", id="a graph that no notice has by its name"),
        pytest.param("restore", id="restore"),
    ],
)
def test_what_nobody_can_tell_is_made_anew_once_writes_rest(
    store: OxigraphStore, keeper: TablesKeeper, tmp_path: Path, write: str
) -> None:
    graph = load(store, DUTIES)
    keeper.follow(store, FOREVER)
    before = held(store, keeper)
    if write == "registry":
        store.put(f"{store.base}graph/registry", [("<http://e/s>", "<http://e/p>", '"x"')])
    elif write == "elsewhere":
        store.put("http://e/g", [("<http://e/s>", "<http://e/p>", '"x"')])
    elif write == "restore":
        store.backup(tmp_path / "backup")
        store.delete(graph)
        store.restore(tmp_path / "backup")
    else:
        store.update(write)
    keeper.follow(store, FOREVER)
    assert building.current(keeper.folder, store.base) == before
    assert Figures(keeper.folder).current(store) is None
    keeper.settle(store, FOREVER)
    is_as_made_anew(store, keeper, tmp_path)


def test_roll_ups_of_other_notices_follow_what_is_told_otherwise_of_a_body(
    store: OxigraphStore, keeper: TablesKeeper, tmp_path: Path
) -> None:
    """Sums by kind of body are made of its kind: where a load changes that, all sums are made again."""
    load(store, DUTIES)
    graph = load(store, PROJECTS)
    keeper.follow(store, FOREVER)
    named = f"?i <{kg('responsibleUnit')}> ?u . ?u <{kg('kind')}> ?k"
    found = store.query(f"SELECT ?u WHERE {{ {named} }} ORDER BY ?u LIMIT 1", default_graph="union")
    assert isinstance(found, Bindings)
    unit = found.rows[0][0]
    assert unit is not None

    def again(kind: str) -> None:
        said = b"".join(line + f" <{graph}> .\n".encode() for line in lines_of(store, graph))
        said += f"<{unit.value}> <{kg('kind')}> <{kind}> <{store.base}graph/registry> .\n".encode()
        store.perform(Load((graph,), {}, said))
        keeper.follow(store, FOREVER)

    again("https://w3id.org/zeren/code#zzz")  # of several the least stands: it is told as before
    is_as_made_anew(store, keeper, tmp_path)
    again("https://w3id.org/zeren/code#a")
    assert Figures(keeper.folder).current(store) is None
    keeper.settle(store, FOREVER)
    is_as_made_anew(store, keeper, tmp_path)


def test_however_notices_come_the_cuts_are_the_same(
    store: OxigraphStore, keeper: TablesKeeper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ALONE", 3)
    monkeypatch.setattr(files, "YEAR_ALONE", 2)
    paths = [*sorted((ROOT / "tests/gold/own5").glob("*.txt"))[:5], DUTIES, PROJECTS]
    graphs = []
    for path in paths:
        try:
            graphs.append(load(store, path))
        except InputError:
            continue
        keeper.follow(store, FOREVER)
        is_as_made_anew(store, keeper, tmp_path)
    assert [one.name for one in held(store, keeper).slices] == ["xx", "xx-2022"]
    for graph in graphs[: len(graphs) - 2]:
        store.delete(graph)
        keeper.follow(store, FOREVER)
        is_as_made_anew(store, keeper, tmp_path)
    assert [one.name for one in held(store, keeper).slices] == ["all"]


def test_files_of_other_cuts_stay(
    store: OxigraphStore, keeper: TablesKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ALONE", 0)
    load(store, DUTIES)
    keeper.settle(store, FOREVER)
    before = {file.path for file in held(store, keeper).files if file.slice}
    made: list[str] = []
    copy = files.Workshop._slice
    monkeypatch.setattr(
        files.Workshop, "_slice", lambda self, one, tables: made.append(one.name) or copy(self, one, tables)
    )
    load(store, loaded.REAL)
    keeper.follow(store, FOREVER)
    assert made == ["33"]
    assert before <= {file.path for file in held(store, keeper).files}
    assert check(store, keeper.folder) == []


def test_a_write_meanwhile_is_followed_too(
    store: OxigraphStore, keeper: TablesKeeper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = updating.lines_of
    later = [lambda: load(store, PROJECTS)]

    def lines_of(*given: object) -> list[bytes]:
        found = read(*given)  # type: ignore[arg-type]
        while later:
            later.pop()()
        return found

    load(store, DUTIES)
    monkeypatch.setattr(updating, "lines_of", lines_of)
    keeper.follow(store, FOREVER)
    is_as_made_anew(store, keeper, tmp_path)


def test_an_impossible_date_is_one_gap_and_stops_nothing(
    store: OxigraphStore, keeper: TablesKeeper, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    graph = load(store, DUTIES)
    store.update(
        "PREFIX kg: <https://w3id.org/zeren/ontology#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        f'WITH <{graph}> DELETE {{ ?t kg:deadline ?d }} INSERT {{ ?t kg:deadline "2024-02-30"^^xsd:date }} '
        f"WHERE {{ {{ SELECT ?t WHERE {{ GRAPH <{graph}> {{ ?t a kg:Task }} }} LIMIT 1 }} "
        "OPTIONAL { ?t kg:deadline ?d } }"
    )
    keeper.settle(store, FOREVER)
    assert "2024-02-30" in caplog.text
    caplog.clear()
    load(store, PROJECTS)
    keeper.follow(store, FOREVER)
    is_as_made_anew(store, keeper, tmp_path)


def test_readers_wait_for_the_last_write(store: OxigraphStore, keeper: TablesKeeper) -> None:
    figures = Figures(keeper.folder)
    load(store, DUTIES)
    assert figures.current(store) is None
    figures.keeper = keeper
    found = figures.current(store)
    assert found is not None
    assert found.state == store.state
    store.update("INSERT DATA { GRAPH <http://e/g> { <http://e/s> <http://e/p> 1 } }")
    assert figures.current(store) is None


def test_files_without_readers_are_swept_once_writes_rest(store: OxigraphStore, keeper: TablesKeeper) -> None:
    for path in (DUTIES, PROJECTS):
        load(store, path)
        keeper.follow(store, FOREVER)
    (keeper.folder / "spill-left").mkdir()
    (keeper.folder / "parts-left").mkdir()
    assert len(list(keeper.folder.glob("notices/*.parquet"))) == 2
    settle(store, [keeper])
    assert len(list(keeper.folder.glob("notices/*.parquet"))) == 1
    assert not [*keeper.folder.glob("spill-*"), *keeper.folder.glob("parts-*")]
    follow(store, [keeper])
    assert held(store, keeper).notices == 2


def test_files_that_the_power_took_are_made_anew(
    store: OxigraphStore, keeper: TablesKeeper, tmp_path: Path
) -> None:
    load(store, DUTIES)
    keeper.follow(store, FOREVER)
    lost = keeper.folder / held(store, keeper).of("targets")[0].path
    lost.write_bytes(lost.read_bytes()[:-100])
    again = TablesKeeper(keeper.folder)
    again.follow(store, FOREVER)
    again.settle(store, FOREVER)
    is_as_made_anew(store, again, tmp_path)


def test_a_service_that_ends_leaves_the_rest_to_the_next(store: OxigraphStore, tmp_path: Path) -> None:
    load(store, DUTIES)
    made = TablesKeeper(tmp_path / "others")
    made.settle(store, lambda: False)
    assert manifests.read(made.folder) is None
    made.settle(store, FOREVER)
    is_as_made_anew(store, made, tmp_path)
