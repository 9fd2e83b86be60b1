"""Files that clients send, and the work on them in other processes, by turns.

    async with received(request) as sent:
        made = await apart(request, work, sent.data, sent.name, …)

The work holds no other request up, and is ended when the client leaves or at the deadline of
queries (``KG_QUERY_TIMEOUT_S``). Clients take turns: one that sends many files waits for its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from kg.errors import InputError, KgError, LimitReached, UsageError
from kg.web.answers import while_connected
from kg.web.workshop import Workshop

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file, or a text in its place."""

    data: bytes
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)  # of the form that it came with


@asynccontextmanager
async def received(request: Request) -> AsyncIterator[Sent]:
    """Take what was sent when there is room for it."""
    workshop: Workshop = request.app.state.workshop
    async with workshop.places.taken(request.scope["kg"].client):
        yield await _sent(request)


async def apart(request: Request, work: Callable[..., T | KgError], *arguments: Any) -> T:
    """Do the work in another process, when it is this client's turn.

    Errors come back as values, so that they keep their two texts.
    """
    seconds: float = request.app.state.settings.query_timeout_s
    workshop: Workshop = request.app.state.workshop
    doing = workshop.do(request.scope["kg"].client, seconds, work, *arguments)
    try:
        made = await while_connected(request, doing)
    except TimeoutError:
        raise LimitReached(
            f"处理超过 {seconds:g} 秒，已停止；请拆分文件，或用命令 kg 处理。",
            f"Stopped after {seconds:g} s; divide the file, or use the command kg.",
        ) from None
    if isinstance(made, KgError):
        raise made
    return made


async def _sent(request: Request) -> Sent:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        try:
            async with request.form(max_files=1, max_fields=10, max_part_size=64 * 2**20) as form:
                fields = {key: value for key, value in form.items() if isinstance(value, str)}
                upload = form.get("file")
                if isinstance(upload, UploadFile) and upload.filename:
                    return Sent(await upload.read(), _safe(upload.filename), fields)
        except HTTPException as error:  # how Starlette says that the body is broken
            raise UsageError("表单不完整，请重新上传。", "The form is broken; send it again.") from error
        if fields.get("text", "").strip():
            return Sent(fields["text"].encode(), "text.txt", fields)
        raise InputError("请选择文件，或粘贴通知的文本。", "Choose a file, or paste the text of the notice.")
    data = await request.body()
    if not data:
        raise InputError("请在请求中附上通知的文件或文本。", "Send the file or the text of a notice.")
    return Sent(data, _safe(request.query_params.get("name", "text.txt")))


def _safe(name: str) -> str:
    """Return a file's name without folders and control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[:120] or "text.txt"
