"""``kg load``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import say, told
from kg.cli.options import PATH, following, judged_of_store, opened_store, store_option
from kg.cli.progress import progress
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.loading import Loaded


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option(
    "--older", is_flag=True, help="允许较早的版本替换现行版本 / let an older version replace a newer one"
)
@store_option
def load(files: tuple[Path, ...], older: bool, address: str | None) -> None:
    """转换、校验并载入；通知整体替换，旧版存档。Convert, validate and load; former versions are kept."""
    from kg import loading, pipeline

    paths = pipeline.notices_in(files)
    if not paths:
        raise UsageError(
            "没有找到通知文件（txt、md、html、docx、pdf、ofd）。",
            "No notice (txt, md, html, docx, pdf, ofd) found.",
        )
    said = judged_of_store(address)
    status = 0
    done = 0
    with (
        opened_store(address) as store,
        following(store) as follow,
        progress(len(paths), "载入", "loading") as advance,
    ):
        for result in loading.load(paths, store, progress=lambda _path: advance(), judged=said, older=older):
            if result.error is None:
                done += 1
                follow()
                _say(result)
            else:
                code = told(result.error, result.path)
                status = max(status, 1 if result.report is not None else code)
    say(f"载入 {done} 个，未载入 {len(paths) - done} 个。", f"{done} loaded, {len(paths) - done} refused.")
    sys.exit(status)


def _say(result: Loaded) -> None:
    """Tell what became of one file that was loaded."""
    outcome, path = result.outcome, result.path
    if outcome is None or outcome.kind == "new":
        say(f"{path}：新载入，{result.triples} 条三元组", f"{path}: new, {result.triples} triples")
        for former in outcome.moved_from if outcome else ():
            say(
                f"  同一份文件从前是 {former}，已改用新的标识，旧标识仍然可查",
                f"  the same file stood as {former} before; that name leads to the new one",
            )
    elif outcome.kind == "unchanged":
        say(f"{path}：与现行版本相同", f"{path}: unchanged")
    elif outcome.change is not None:
        zh, en = outcome.change.text("zh"), outcome.change.text("en")
        say(f"{path}：新版本（{zh}），旧版已存档", f"{path}: a new version ({en}); the former one is kept")
