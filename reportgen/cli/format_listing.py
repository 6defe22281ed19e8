"""`reportgen format listing`: a template as readable lines, for reviewers and for git."""

from __future__ import annotations

from pathlib import Path

import typer

_HELP = """把 Word、Excel 模板列成一行行的文字：内容、标签、样式、合并。

给 git 用：.gitattributes 写 `*.docx diff=office` 和 `*.xlsx diff=office`，再执行一次
git config diff.office.textconv "reportgen format listing"，以后 git diff 就看得出改了哪里。
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("listing", help=_HELP)(listing)


def listing(
    file: Path = typer.Argument(..., metavar="文件", help="Word 或 Excel 文件。"),
) -> None:
    """Exit status 0 listed, 1 not readable."""
    from reportgen.cli.showing import fail
    from reportgen.studio.listing import UnlistableError
    from reportgen.studio.listing import listing as lines_of

    try:
        lines = lines_of(file)
    except FileNotFoundError:
        raise fail(f"没有“{file}”这个文件。", 1) from None
    except UnlistableError as error:
        raise fail(f"“{file.name}”列不出来：{error}。", 1) from None
    typer.echo("\n".join(lines))
