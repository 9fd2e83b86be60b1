"""``kg``: arguments in, one call, text out.

Heavy libraries are imported inside the commands: ``kg --help`` must stay quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import DataError, InputError, KgError, LimitReached, StoreError, UsageError

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.store.base import Store
    from kg.validate import Report

EXIT = {InputError: 2, UsageError: 2, DataError: 2, StoreError: 3, LimitReached: 3}
_PATH = click.Path(path_type=Path)  # reading says what is wrong with it, in two languages
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _locale_lang() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value and value.partition(".")[0] not in ("C", "POSIX"):
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh"  # no locale says otherwise


def _lang() -> str:
    context = click.get_current_context(silent=True)
    chosen: str | None = context.meta.get("kg.lang") if context else None
    return chosen or os.environ.get("KG_LANG") or _locale_lang()


def _say(zh: str, en: str) -> None:
    """Print one sentence to standard error, in the language of the user."""
    click.echo(en if _lang() == "en" else zh, err=True)


def _status(error: KgError) -> int:
    return next((code for kind, code in EXIT.items() if isinstance(error, kind)), 1)


def _note_lang(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value:
        context.meta["kg.lang"] = value  # shared by a command and its group


def _lang_option() -> click.Option:
    return click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        is_eager=True,
        expose_value=False,
        callback=_note_lang,
        help="消息的语言，默认随系统 / language of messages",
    )


class _Group(click.Group):
    """Maps the package's errors to a sentence and an exit status, once; every command takes ``--lang``."""

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        cmd.params.append(_lang_option())
        super().add_command(cmd, name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as error:  # here, where the context still knows the language
            click.echo(error.text(_lang()), err=True)
            ctx.exit(_status(error))

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except BrokenPipeError:
            # The reader of our output left (kg query … | head): nothing is wrong.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)


def _settings(**given: Any) -> Settings:
    from pydantic import ValidationError

    from kg.settings import Settings as Made

    try:
        return Made(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "KG_" + "_".join(str(part) for part in first["loc"]).upper()
        raise UsageError(
            f"设置 {name} 有误：{first['msg']}。", f"The setting {name} is wrong: {first['msg']}."
        ) from None


@contextmanager
def _opened(store: str | None, *, read_only: bool = False) -> Iterator[Store]:
    from kg.store import open_store

    made = open_store(_settings(store=store), read_only=read_only)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def _share(zh: str, en: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar of how much is done, on standard error, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(en if _lang() == "en" else zh)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _progress(total: int, zh: str, en: str) -> Iterator[Callable[[], None]]:
    """The same for things that are counted, and only for more than one."""
    if total < 2:
        yield lambda: None
        return
    done = count(1)
    with _share(zh, en) as show:
        yield lambda: show(next(done), total) if show else None


@click.group(cls=_Group, params=[_lang_option()], context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kg", prog_name="kg")
def cli() -> None:
    """Zeren 责任图谱：把责任分解通知变成可查询的知识图谱。

    Turn a government's notice of responsibilities into a knowledge graph that answers questions.
    """


# --- convert, validate, load --------------------------------------------------------------------


@cli.command()
@click.argument("files", nargs=-1, required=True, type=_PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "trig", "nquads", "jsonld", "json"]),
    default="turtle",
    show_default=True,
    help="输出格式 / output format",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="输出文件，或以 / 结尾的目录 / file, or folder ending in /",
)
def convert(files: tuple[Path, ...], form: str, output: Path | None) -> None:
    """把通知转换为 RDF 或 JSON。Convert notices to RDF or JSON."""
    from kg import pipeline

    paths = pipeline.notices_in(files)
    folder = output is not None and (output.is_dir() or _is_folder(output))
    if form == "turtle" and len(paths) > 1 and not folder:
        raise UsageError(
            "turtle 一次只写一个通知；多个文件请用 -o 目录/，或用 trig、nquads、json。",
            "turtle holds one notice; for several files use -o DIR/, or trig, nquads or json.",
        )
    if folder and output is not None:
        output.mkdir(parents=True, exist_ok=True)
    status = 0
    parts: list[str] = []
    with _progress(len(paths), "转换", "converting") as advance:
        for path in paths:
            try:
                notice = pipeline.convert(path)
            except KgError as error:
                click.echo(
                    f"{path}: {error.text(_lang())}" if len(paths) > 1 else error.text(_lang()), err=True
                )
                status = max(status, _status(error))
                continue
            text = _converted(notice, form, many=len(paths) > 1 and not folder)
            if folder and output is not None:
                (
                    output / f"{path.stem if path.stem != 'notice' else path.parent.name}.{_ENDING[form]}"
                ).write_text(text, "utf-8")
            else:
                parts.append(text)
            advance()
    if output is not None and not folder:
        if parts:
            output.write_text("".join(parts), "utf-8")
    else:
        for part in parts:
            click.echo(part, nl=False)
    sys.exit(status)


def _is_folder(output: Path) -> bool:
    """Tell whether the path was written with a slash at its end, which ``Path`` forgets."""
    return any(argument.rstrip("/") == str(output) and argument.endswith("/") for argument in sys.argv)


_ENDING = {"turtle": "ttl", "trig": "trig", "nquads": "nq", "jsonld": "jsonld", "json": "json"}


def _converted(notice: Any, form: str, *, many: bool) -> str:
    from kg import emit, pipeline

    base = _base()
    if form == "json":
        import json

        made = emit.as_json(notice, base)
        return json.dumps(made, ensure_ascii=False, indent=None if many else 1) + "\n"
    return emit.serialize(pipeline.emit(notice, base), form, base)  # type: ignore[arg-type]


def _base() -> str:
    """Return KG_BASE without the settings' machinery, which a conversion does not need."""
    base = os.environ.get("KG_BASE")
    return _settings().base if base else "https://w3id.org/zeren/"


@cli.command()
@click.argument("files", nargs=-1, required=True, type=_PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "turtle", "html", "github", "junit"]),
    default="text",
    show_default=True,
    help="报告格式 / form of the report",
)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="达到此级别即不通过 / the level at which a notice fails",
)
@click.option(
    "--severity",
    type=click.Choice(["violation", "warning", "info"]),
    default="info",
    help="只列此级别及以上 / least level to list",
)
@click.option("--rule", "rules", multiple=True, help="只列这些规则 / only these rules")
@click.option("--without", multiple=True, help="不列这些规则 / not these rules")
@click.option("--cap", type=click.IntRange(min=1), help="每条规则最多列几处 / entries of each rule")
@click.option(
    "--fix",
    "fixed",
    type=click.Path(path_type=Path),
    help="把确定的修复写入新文件 / write certain repairs to a new file",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写入文件 / write to a file")
def validate(
    files: tuple[Path, ...],
    form: str,
    fail_on: str,
    severity: str,
    rules: tuple[str, ...],
    without: tuple[str, ...],
    cap: int | None,
    fixed: Path | None,
    output: Path | None,
) -> None:
    """校验通知，说明哪里有问题、怎样改。Check notices against the rules."""
    from kg import pipeline
    from kg.validate import render

    paths = _with_graphs(files)
    if fixed is not None and len(paths) > 1:
        raise UsageError("--fix 一次只改一个文件。", "--fix mends one file at a time.")
    status = 0
    reports: list[Report] = []
    with _progress(len(paths), "校验", "validating") as advance:
        for path, outcome in pipeline.validate_many(paths, lambda _path: advance()):
            if isinstance(outcome, KgError):
                click.echo(
                    f"{path}: {outcome.text(_lang())}" if len(paths) > 1 else outcome.text(_lang()), err=True
                )
                status = max(status, _status(outcome))
                continue
            status = max(status, 1 if outcome.fails(fail_on) else 0)  # type: ignore[arg-type]
            reports.append(outcome.select(severity=severity, rules=rules, without=without, cap=cap))  # type: ignore[arg-type]
            if fixed is not None:
                _write_fixed(outcome, fixed)
    if reports:
        text = render(reports[0] if len(reports) == 1 else reports, form, _lang())
        if output is not None:
            output.write_text(text, "utf-8")
        else:
            click.echo(text, nl=not text.endswith("\n"))
    sys.exit(status)


def _with_graphs(files: Sequence[Path]) -> list[Path]:
    from kg import pipeline

    return [p for f in files for p in ([f] if not f.is_dir() else pipeline.notices_in([f]))]


def _write_fixed(report: Report, target: Path) -> None:
    from kg.validate import fix

    if target.exists():
        raise UsageError(f"{target} 已存在，请换一个文件名。", f"{target} exists; choose another name.")
    text, repairs = fix(report)
    target.write_text(text, "utf-8")
    for repair in repairs:
        mark = repair.mark
        before = repair.before.replace("\n", "⏎")
        _say(
            f"已修复 {mark.line}:{mark.column} “{before}” → “{repair.after}”（{repair.rule_id}）",
            f"mended {mark.line}:{mark.column} “{before}” → “{repair.after}” ({repair.rule_id})",
        )
    _say(f"共 {len(repairs)} 处，写入 {target}。", f"{len(repairs)} repairs written to {target}.")


@cli.command()
@click.argument("files", nargs=-1, required=True, type=_PATH)
@click.option("--store", help="存储目录或 SPARQL 地址（KG_STORE）/ folder or URL")
def load(files: tuple[Path, ...], store: str | None) -> None:
    """转换、校验并载入；每个通知整体替换旧版。Convert, validate and load notices."""
    from kg import pipeline

    paths = pipeline.notices_in(files)
    if not paths:
        raise UsageError(
            "没有找到通知文件（txt、md、html、docx、pdf、ofd）。",
            "No notice (txt, md, html, docx, pdf, ofd) found.",
        )
    status = 0
    done = 0
    with _opened(store) as opened, _progress(len(paths), "载入", "loading") as advance:
        for result in pipeline.load(paths, opened, progress=lambda _path: advance()):
            if result.error is None:
                done += 1
                _say(
                    f"{result.path}：已载入 {result.triples} 条三元组",
                    f"{result.path}: loaded {result.triples} triples",
                )
            else:
                click.echo(f"{result.path}: {result.error.text(_lang())}", err=True)
                status = max(status, 1 if result.report is not None else _status(result.error))
    _say(f"载入 {done} 个，未载入 {len(paths) - done} 个。", f"{done} loaded, {len(paths) - done} refused.")
    sys.exit(status)


# --- query, export ------------------------------------------------------------------------------


@cli.command()
@click.argument("name", required=False)
@click.option(
    "-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="参数 / parameter of a canned query"
)
@click.option("-q", "--text", "text", help="SPARQL")
@click.option("-f", "--file", "file", type=_FILE, help="SPARQL 文件 / file that holds SPARQL")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "srj", "xml", "turtle", "ntriples"]),
    default="table",
    show_default=True,
)
@click.option("--store", help="存储目录或 SPARQL 地址（KG_STORE）/ folder or URL")
@click.option("--limit", type=click.IntRange(min=1), help="最多几行 / at most so many rows")
def query(
    name: str | None,
    params: tuple[str, ...],
    text: str | None,
    file: Path | None,
    form: str,
    store: str | None,
    limit: int | None,
) -> None:
    """运行常用查询或 SPARQL。Run a canned query (see ``kg queries``) or SPARQL."""
    if sum(given is not None for given in (name, text, file)) != 1:
        raise UsageError(
            "请给出一个查询名，或 -q 文本，或 -f 文件（三者之一）。",
            "Give a query's name, or -q TEXT, or -f FILE: one of them.",
        )
    from kg.answering import run_canned, run_text

    with _opened(store) as opened:
        if name is not None:
            values = {}
            for param in params:
                key, sign, value = param.partition("=")
                if not sign:
                    raise UsageError(
                        f"参数要写成 KEY=VALUE：{param}", f"Write a parameter as KEY=VALUE: {param}"
                    )
                values[key] = value
            out = run_canned(opened, name, values, form, _lang(), limit)
        else:
            out = run_text(opened, file.read_text("utf-8") if file else text or "", form, limit)
    click.echo(out, nl=not out.endswith("\n"))


@cli.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def queries(form: str) -> None:
    """列出常用查询。List the canned queries."""
    from kg.answering import list_queries

    out = list_queries(form, _lang())
    click.echo(out, nl=not out.endswith("\n"))


@cli.command()
@click.option("--store", help="存储目录或 SPARQL 地址（KG_STORE）/ folder or URL")
@click.option("--graph", help="只导出此图 / only this graph (IRI)")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写入文件 / write to a file")
def export(store: str | None, graph: str | None, output: Path | None) -> None:
    """导出整个存储（N-Quads）。Dump the store as N-Quads, or one graph as N-Triples."""
    with _opened(store) as opened:
        if output is None:
            opened.dump(sys.stdout.buffer, graph=graph)
        else:
            with output.open("wb") as target:
                opened.dump(target, graph=graph)


@cli.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--store", help="存储目录（KG_STORE）/ folder")
def backup(target: Path, store: str | None) -> None:
    """把存储备份到一个新目录，服务可以照常运行。Back the store up, while it serves."""
    with _opened(store) as opened:
        opened.backup(target)
    _say(f"已备份到 {target}。", f"Backed up to {target}.")


@cli.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--store", help="存储目录（KG_STORE）/ folder")
def restore(source: Path, store: str | None) -> None:
    """从备份或导出的 N-Quads 恢复。Replace everything by a backup, or by an exported .nq or .nq.gz."""
    with _opened(store) as opened:
        opened.restore(source)
    _say(f"已从 {source} 恢复。", f"Restored from {source}.")


# --- link ----------------------------------------------------------------------------------------


@cli.command()
@click.argument("file", type=_FILE)
@click.option("--column", required=True, help="列名或从 1 起的列号 / heading or number of the column")
@click.option(
    "--type",
    "kinds",
    multiple=True,
    type=click.Choice(["unit", "place", "leader", "indicator", "task", "group"]),
    help="对象类型，可多次，默认 unit / type of the names, may be repeated",
)
@click.option("--place", help="表格所属地区：名称或代码 / the place that the table is about: name or code")
@click.option("--sheet", help="工作表 / sheet of a workbook")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="默认写到标准输出 / else standard output",
)
@click.option("--store", help="存储目录或 SPARQL 地址；不给则只用机构名录 / else the registry alone")
def link(
    file: Path,
    column: str,
    kinds: tuple[str, ...],
    place: str | None,
    sheet: str | None,
    output: Path | None,
    store: str | None,
) -> None:
    """把表格的一列名称对齐到本图谱的 IRI。Match a column of a CSV or XLSX to our IRIs."""
    from kg.link.entities import Entities
    from kg.link.table import link_file, link_stream

    wanted = kinds or ("unit",)
    entities = None
    if store or {"leader", "task", "group"} & set(wanted):
        with _opened(store, read_only=True) as opened:
            entities = Entities.of_store(opened)
            if "task" in wanted:
                entities.tasks  # noqa: B018  read while the store is open
    with _share("对齐", "linking") as progress:
        given: dict[str, Any] = {
            "column": column, "kinds": wanted, "place": place, "sheet": sheet,
            "entities": entities, "progress": progress,
        }  # fmt: skip
        done = link_file(file, output, **given) if output else link_stream(file, sys.stdout.buffer, **given)
    _say(
        f"{file.name}：{done.rows} 行，确定 {done.certain}，存疑 {done.doubtful}，未找到 {done.unknown}。",
        f"{file.name}: {done.rows} rows: "
        f"{done.certain} certain, {done.doubtful} doubtful, {done.unknown} unknown.",
    )


@cli.command("import")
@click.argument("file", type=_FILE)
@click.option(
    "--map", "mapping", required=True, type=_FILE, help="CSVW 说明（JSON 或 YAML）/ CSVW description"
)
@click.option("--store", help="存储目录或 SPARQL 地址（KG_STORE）/ folder or URL")
def import_(file: Path, mapping: Path, store: str | None) -> None:
    """按 CSVW 说明导入另一份开放表格。Import another open table by its CSVW description."""
    from kg.link.imports import load_import

    with _opened(store) as opened:
        done = load_import(file, mapping, opened)
    _say(
        f"{done.graph}：{done.rows} 行，{done.triples} 条三元组。",
        f"{done.graph}: {done.rows} rows, {done.triples} triples.",
    )


# --- serve --------------------------------------------------------------------------------------


@cli.command()
@click.option("--store", help="存储目录或 SPARQL 地址（KG_STORE）/ folder or URL")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--default-graph",
    type=click.Choice(["union", "strict"]),
    help="默认图（KG_DEFAULT_GRAPH）/ default graph",
)
@click.option("--workers", type=click.IntRange(min=1), help="查询进程数（KG_WORKERS）/ query processes")
@click.option("--no-sample", is_flag=True, help="不载入 data/notices / do not load data/notices")
def serve(
    store: str | None,
    host: str,
    port: int,
    default_graph: str | None,
    workers: int | None,
    no_sample: bool,
) -> None:
    """启动网页与 SPARQL 服务。Serve the pages and the SPARQL endpoint."""
    from kg import pipeline
    from kg.web import serve as run

    settings = _settings(store=store, default_graph=default_graph, workers=workers)
    run(settings, host, port, prepare=pipeline.prepare if no_sample else pipeline.load_sample)


# --- evaluate -----------------------------------------------------------------------------------


@cli.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--differences", is_flag=True, help="列出每处差异 / list every difference")
def evaluate(directory: Path, form: str, differences: bool) -> None:
    """与人工标注比较，给出准确率。Compare conversion with gold: precision, recall, F1."""
    from kg.evaluate import evaluate as run
    from kg.evaluate import find_gold, text_table

    with _progress(sum(1 for _ in find_gold(directory)), "评测", "evaluating") as advance:
        result = run(directory, lambda _done, _total: advance())
    if form == "json":
        import json

        click.echo(json.dumps(result.as_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo(text_table(result))
    if differences:
        for one in result.files:
            for line in one.differences:
                click.echo(f"{one.name}: {line}")


def main() -> None:
    """Entry point of the command."""
    cli()
