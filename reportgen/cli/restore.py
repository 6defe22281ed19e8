"""`reportgen restore`: earlier versions of a pack's documents, listed and brought back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from reportgen.pack.history import Remembered


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("restore", help="列出报告包里收着的旧版本，或取回其中一份。")(restore)


def restore(
    folder: Path = typer.Argument(
        ..., metavar="报告包", help="报告包文件夹，例如 out/组织部门-2023。"
    ),
    document: str = typer.Argument(
        "", metavar="[文档]", help="要取回的文档；连同 --build 都不写，就列出收着的版本。"
    ),
    build: int | None = typer.Option(
        None, "--build", min=1, metavar="编号", help="从哪一次换下的里面取；不写就取最近的一份。",
        show_default=False,
    ),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:  # fmt: skip
    """Exit status 0 done, 1 there is no such version, 4 it could not be put in place."""
    from reportgen.cli import showing
    from reportgen.pack.history import remembered
    from reportgen.pack.history import restore as bring_back
    from reportgen.pack.merge_kinds import NO_HISTORY
    from reportgen.pack.remaking import pack_of

    pack = pack_of(folder) or folder
    if not document and not build:
        known, findings = remembered(pack)
        if as_json:
            showing.show_json(
                {"builds": [_as_dict(item) for item in known], "findings": [f.as_dict() for f in findings]}
            )  # fmt: skip
        else:
            showing.show_findings(findings)
            _list(known)
        return
    restored, findings = bring_back(pack, document, str(build) if build else "")
    if as_json:
        showing.show_json({"restored": restored, "findings": [f.as_dict() for f in findings]})
    else:
        showing.show_findings(findings)
        for name in restored:
            typer.echo(f"已取回  {name}（刚才的一份已收好，也可以再取回）")
        if restored:
            typer.echo("取回的文档算手工改过：下次生成时，会把当时的数据并进去。")
        elif not findings:
            typer.echo("文件夹里的就是这一份，没有动。")
    if any(finding.code == NO_HISTORY.code for finding in findings):
        raise typer.Exit(1)
    if not restored and findings:
        raise typer.Exit(4)


def _as_dict(item: Remembered) -> dict[str, object]:
    return {"build": int(item.build), "documents": item.documents, "edited": item.edited}


def _list(known: list[Remembered]) -> None:
    from datetime import datetime

    from reportgen.cli.change_table import show_table

    if not known:
        typer.echo("没有收着旧版本：还没有哪一次生成换下过文档。")
        return
    rows = []
    for item in known:
        when = datetime.fromtimestamp(item.when).astimezone().strftime("%Y-%m-%d %H:%M")
        rows += [(str(int(item.build)), when, name, "生成时换下") for name in item.documents]
        rows += [(str(int(item.build)), when, name, "您的修改，换下") for name in item.edited]
    show_table(("编号", "时间", "文档", "情况"), rows, right=())
    typer.echo("取回一份：reportgen restore 报告包 文档 --build 编号")
