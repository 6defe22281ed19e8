"""`reportgen explain`: where a printed figure comes from, and where an input is printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.formats import Library
    from reportgen.pack.explain import Node, Spot, Use
    from reportgen.pack.remaking import Remade

SHOWN = 12
"""So many printings of one text are explained in a terminal; `--all` and `--json` take them all."""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("explain", help="查一个数从哪里来；加 --from 查一个数据印在哪里。")(explain)


def explain(
    target: str = typer.Argument(
        ..., metavar="文件", help="报告包里的文档，或数据文件；--from 时可写 2023.yaml:31。"
    ),
    what: str = typer.Argument(
        "", metavar="[查什么]", help="单元格 收支总表!C35，印出的数 1029.59，或名称 支出.合计。"
    ),
    backwards: bool = typer.Option(False, "--from", help="反过来：这个数据印在哪些地方。"),
    data: Path | None = typer.Option(
        None, "--data", metavar="文件", help="数据文件搬走了，或要查的是上年数据时，写明数据文件。"
    ),
    form: str = typer.Option(
        "", "--format", metavar="版式", help="不按地区和年度挑，用指定的版式。"
    ),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    everything: bool = typer.Option(False, "--all", help="全部列出，不省略。"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:
    """Exit status 0 explained, 1 nothing found."""
    from reportgen.cli.opening import library

    formats = library(templates)
    if backwards:
        _backwards(target, what, data, formats, form, as_json=as_json)
    else:
        _forwards(target, what, data, formats, form, everything=everything, as_json=as_json)


def _forwards(
    target: str,
    what: str,
    data: Path | None,
    formats: Library,
    form: str,
    *,
    everything: bool,
    as_json: bool,
) -> None:
    from reportgen.cli import showing
    from reportgen.cli.change_table import show_table
    from reportgen.pack.explain import named, printed_at, tree

    spots: list[Spot] = []
    remade, document, findings = _opened(Path(target), data, formats, form)
    figures = []
    if remade is not None and not what:
        findings.append(
            _unclear(target, "还要写明查什么，例如 收支总表!C35、1029.59 或 支出.合计。")
        )
    elif remade is not None and document:
        spots, faults = printed_at(remade, document, what)
        findings += faults
        # The same key is the same figure, however often it was computed.
        figures = list({s.printing.key: s.printing.figure for s in spots}.values())
    elif remade is not None:
        figure, faults = named(remade, what)
        findings += faults
        figures = [figure] if figure is not None else []
    unit = remade.prepared.year.money_unit if remade else "元"
    shown = figures if everything or as_json else figures[:SHOWN]
    trees = [tree(figure, unit, everything=everything) for figure in shown]
    if as_json:
        showing.show_json(
            {
                "findings": [finding.as_dict() for finding in findings],
                "printed": [_spot(spot) for spot in spots],
                "trees": [[node.as_dict() for node in nodes] for nodes in trees],
            }
        )
    else:
        showing.show_findings(findings)
        if spots:
            most = spots if everything else spots[:SHOWN]
            rows = [(s.document, s.where, s.printing.text, s.printing.key) for s in most]
            show_table(("文档", "位置", "印的是", "名称"), rows, right=("印的是",))
        for nodes in trees:
            _show_tree(nodes)
        if len(figures) > len(shown) or (len(spots) > SHOWN and not everything):
            typer.echo(f"共 {len(spots)} 处、{len(figures)} 个数，全部列出用 --all。")
    if not figures:
        raise typer.Exit(1)


def _backwards(
    target: str, what: str, data: Path | None, formats: Library, form: str, *, as_json: bool
) -> None:
    from reportgen.cli import showing
    from reportgen.cli.change_table import show_table
    from reportgen.pack.change_kinds import NOT_USED
    from reportgen.pack.explain import input_at, uses
    from reportgen.pack.remaking import remake_data
    from reportgen.place import Place

    wanted, file = input_at(target, what)
    found: list[Use] = []
    findings: list[Finding] = []
    if wanted is None:
        findings.append(_unclear(target, "位置写作 2023.yaml:31，或 预算.xlsx 支出明细!F12。"))
    else:
        remade, findings = remake_data(data or Path(file), formats, form)
        found = uses(remade.documents, wanted) if remade else []
        if remade is not None and not found:
            shown = f"{target} {what}".strip()
            findings.append(NOT_USED.at(Place(Path(file).name), target=shown))
    if as_json:
        showing.show_json(
            {
                "findings": [finding.as_dict() for finding in findings],
                "printed": [{**_spot(use.spot), "direct": use.direct} for use in found],
            }
        )
    else:
        showing.show_findings(findings)
        if found:
            rows = [
                (
                    use.spot.document,
                    use.spot.where,
                    use.spot.printing.text,
                    "就是它" if use.direct else "计入",
                    use.spot.printing.key,
                )
                for use in found
            ]
            show_table(("文档", "位置", "印的是", "关系", "名称"), rows, right=("印的是",))
            typer.echo(f"共印在 {len(found)} 处。")
    if not found:
        raise typer.Exit(1)


def _opened(
    path: Path, data: Path | None, formats: Library, form: str
) -> tuple[Remade | None, str, list[Finding]]:
    """The documents made again, and which of them was named (none: a data file was)."""
    from reportgen.pack.change_kinds import NOT_A_PACK
    from reportgen.pack.remaking import document_name, pack_of, remake_data, remake_pack
    from reportgen.place import Place

    folder = pack_of(path)
    name = document_name(folder, path) if folder else ""
    if folder is not None and (name or path.is_dir()):
        remade, findings = remake_pack(folder, formats, data)
        return remade, name, findings
    if path.suffix.lower() == ".docx" or path.is_dir():
        return None, "", [NOT_A_PACK.at(Place(path.name), name=path.name)]
    remade, findings = remake_data(path, formats, form)
    return remade, "", findings


def _unclear(target: str, how: str) -> Finding:
    from reportgen.pack.change_kinds import BAD_TARGET

    return BAD_TARGET.at(None, target=target, how=how)


def _spot(spot: Spot) -> dict[str, str]:
    return {
        "document": spot.document,
        "part": spot.printing.part,
        "spot": spot.printing.spot,
        "key": spot.printing.key,
        "text": spot.printing.text,
    }


def _show_tree(nodes: list[Node]) -> None:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    root: Tree | None = None
    above: list[Tree] = []
    for node in nodes:
        # A figure without a name of its own has a key made of its operands: these stand below.
        composed = node.operation and node.key.startswith((f"{node.operation}(", "(", "|"))
        label = Text(f"{node.key} = {node.text}" if node.key and not composed else node.text)
        if node.places:
            label.append("  " + "；".join(map(str, node.places)), style="green")
        if node.operation:
            count = f"，{node.operands} 项" if node.operands > 2 else ""
            label.append(f"  ← {node.operation}{count}", style="cyan")
        if node.again:
            label.append("  见上", style="dim")
        if node.note:
            label.append(f"  推定：{node.note}", style="yellow")
        del above[node.depth :]
        branch = above[-1].add(label) if above else Tree(label)
        root = root or branch
        above.append(branch)
        if node.more:
            shown = node.operands - node.more
            text = f"…… 共 {node.operands} 项，"
            text += f"只列 {shown} 项；空白的和其余的用 --all 列出" if shown else "用 --all 列出"
            above[-1].label = Text.assemble(label, Text(f"  （{text.removeprefix('…… ')}）", "dim"))
    if root is not None:
        Console(highlight=False).print(root)
