"""Readable listings of templates: what a reviewer compares, and what git shows as a difference.

Text, tags, styles and merged cells, a line each; the same file always gives the same lines. Not for
the engines, which read templates on their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_WORKBOOK: Final = "xl/workbook.xml"


class UnlistableError(ValueError):
    """The file is neither a workbook nor a document that can be read; the text says why."""


def listing(path: Path) -> list[str]:
    """The lines of a .docx or .xlsx, whichever it is by content; raises UnlistableError, OSError."""
    from reportgen.office import package

    data = path.read_bytes()
    try:
        names = {member.name for member in package.read(data)}
        if _WORKBOOK in names:
            from reportgen.studio.listing.excel import lines
        else:
            from reportgen.studio.listing.word import lines
        return lines(data)
    except package.PackageError as error:
        raise UnlistableError(str(error)) from error
    except (ValueError, KeyError, SyntaxError, TypeError, AttributeError) as error:
        raise UnlistableError(f"文件内容有误（{type(error).__name__}）") from error
