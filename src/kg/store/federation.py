"""SERVICE to hosts that the settings allow, and to no other."""

from __future__ import annotations

from kg.errors import UsageError
from kg.store.lexer import Scan


class Forbidden(UsageError):  # noqa: N818 - named as in kg.errors
    """A text asks for what this service does not do for anybody: 403."""


def refused(found: Scan, host: str | None = None) -> Forbidden:
    """Return the error for a text that would fetch."""
    if found.loads:
        return Forbidden(
            "不执行 LOAD：请用图存储协议（PUT /graphs?graph=…）上传内容。",
            "LOAD is not run: send the content by the Graph Store Protocol (PUT /graphs?graph=…).",
        )
    if found.hidden:
        return Forbidden(
            f"无法确定 {found.hidden[:80]!r} 是否会访问外部地址：请改写前缀名或对 IRI 中的括号作百分号编码。",
            f"It is not certain that {found.hidden[:80]!r} would not fetch: rename the prefix, or "
            "percent-encode brackets and question marks of the IRI.",
        )
    where = f" {host}" if host else ""
    return Forbidden(
        f"不允许 SERVICE 访问{where or '外部地址'}（KG_SERVICE_ALLOW 列出允许的主机）。",
        f"SERVICE may not reach{where or ' other hosts'} (KG_SERVICE_ALLOW lists the hosts that it may).",
    )
