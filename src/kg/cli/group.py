"""What every command has in common: the language of its words, and how it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from kg.errors import DataError, InputError, KgError, LimitReached, StoreError, UsageError

EXIT = {InputError: 2, UsageError: 2, DataError: 2, StoreError: 3, LimitReached: 3}


def language() -> str:
    """Return the language of messages: ``--lang``, else ``KG_LANG``, else the locale's."""
    context = click.get_current_context(silent=True)
    chosen: str | None = context.meta.get("kg.lang") if context else None
    return chosen or os.environ.get("KG_LANG") or _locale_language()


def _locale_language() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value and value.partition(".")[0] not in ("C", "POSIX"):
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh"  # no locale says otherwise


def say(zh: str, en: str) -> None:
    """Print one sentence to standard error, in the language of the user."""
    click.echo(en if language() == "en" else zh, err=True)


def told(error: KgError, path: Path | None = None) -> int:
    """Print an error to standard error, after the file that it is about; return its exit status."""
    words = error.text(language())
    click.echo(words if path is None else f"{path}: {words}", err=True)
    return next((code for kind, code in EXIT.items() if isinstance(error, kind)), 1)


def _note_language(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value:
        context.meta["kg.lang"] = value  # shared by a command and its group


def language_option() -> click.Option:
    """Return ``--lang``, which the group and each command take."""
    return click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        is_eager=True,
        expose_value=False,
        callback=_note_language,
        help="消息的语言，默认随系统 / language of messages",
    )


class Group(click.Group):
    """Maps the package's errors to a sentence and an exit status, once; every command takes ``--lang``."""

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command and its ``--lang``."""
        cmd.params.append(language_option())
        super().add_command(cmd, name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say its error in one sentence."""
        try:
            return super().invoke(ctx)
        except KgError as error:  # here, where the context still knows the language
            ctx.exit(told(error))
        except BrokenPipeError:
            raise
        except OSError as error:
            if error.filename is None:
                raise
            say(f"无法读写 {error.filename}：{error.strerror}。", f"{error.filename}: {error.strerror}.")
            ctx.exit(2)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; a reader of our output that leaves is nothing wrong."""
        try:
            return super().main(*args, **kwargs)
        except BrokenPipeError:  # kg query … | head
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
