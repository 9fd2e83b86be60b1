"""What several formats are refused for, each sentence once."""

from __future__ import annotations

from kg.errors import InputError, UnsupportedFormat


def broken(kind: str) -> InputError:
    """Return the error for a file of ``kind`` that does not open."""
    return InputError(
        f"{kind} 文件已损坏或不完整，无法打开；请重新下载或另存后再试。",
        f"The {kind} file is damaged or cut off; download it again or save it anew.",
    )


def encrypted(kind: str) -> InputError:
    """Return the error for a file that asks for a password."""
    return InputError(
        f"{kind} 文件已加密；请去掉密码后再试。",
        f"The {kind} file is encrypted; remove the password first.",
    )


def unsafe(kind: str) -> InputError:
    """Return the error for XML that declares entities."""
    return InputError(
        f"{kind} 文件含有文档类型声明（DTD），不安全，拒绝读取。",
        f"The {kind} file holds a document type declaration, which is unsafe; it is refused.",
    )


def without_text(kind: str) -> InputError:
    """Return the error for a file that opens and says nothing."""
    return InputError(f"{kind} 文件里没有文字。", f"There is no text in the {kind} file.")


class Scan(UnsupportedFormat):
    """A file whose pages are pictures."""

    def __init__(self) -> None:
        super().__init__(
            "这是扫描件（页面只有图片，没有文字）；请先用 OCR 识别后再试。",
            "This is a scan: its pages are pictures without text; run OCR first.",
        )
