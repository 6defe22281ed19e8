"""`reportgen verify`: whether a pack on disk is what the data and the format give."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("verify", help="核对报告包：是不是现在的数据和版式生成的，有没有被动过。")(verify)


def verify(
    folder: Path = typer.Argument(
        ..., metavar="报告包", help="报告包文件夹，例如 out/组织部门-2023。"
    ),
    data: Path | None = typer.Option(
        None, "--data", metavar="文件", help="数据文件搬走了的，写明现在的位置。"
    ),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:
    """Exit status 0 the pack is proved, 1 it is not."""
    from reportgen.cli import showing
    from reportgen.cli.opening import library
    from reportgen.pack.remaking import pack_of
    from reportgen.pack.verify import holds
    from reportgen.pack.verify import verify as verify_pack

    pack = pack_of(folder) or folder
    verified, findings = verify_pack(pack, library(templates), data)
    proved = holds(verified, findings)
    documents = verified.documents if verified else {}
    if as_json:
        showing.show_json(
            {
                "proved": proved,
                "documents": {name: verdict.value for name, verdict in documents.items()},
                "findings": [finding.as_dict() for finding in findings],
            }
        )
    else:
        showing.show_findings(findings)
        for name, verdict in documents.items():
            typer.echo(f"{verdict.value}  {name}")
        if proved:
            typer.echo(f"核对无误：{pack.name} 就是这份数据、这个版式生成的，没有被动过。")
        else:
            typer.echo(f"核对不上：{pack.name}，见上面各条。", err=True)
    if not proved:
        raise typer.Exit(1)
