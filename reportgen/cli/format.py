"""`reportgen format`: for those who make formats. Each command stands in a module of its own."""

from __future__ import annotations

import typer

from reportgen.cli.later import add_later

app = typer.Typer(
    help="版式：看、做、查、比，边改边看。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
for name, summary in (
    ("show", "看版式：不写名称，列出全部；写了名称，列出每一项从哪个文件夹、哪一行来。"),
    ("new", "做一个新版式：照另一个版式，只写要改的；有区里发的空表（或上年填好的表），照它起头。"),
    ("names", "列出模板里能写的名称：意思、单位、例子、用在哪里。"),
    ("check", "检查版式：模板、取数、规则里的全部问题，并用造出来的数据试着生成。"),
    ("try", "边改边看：守着版式，模板或 YAML 一保存，就重新生成，并列出问题。"),
    ("compare", "比两个版式（或两个年度）：栏目、标签、分值、核对关系增减了什么，移到了哪里。"),
    ("listing", "把 Word、Excel 模板列成一行行的文字：内容、标签、样式、合并。"),
):
    add_later(app, name, f"reportgen.cli.format_{name}", summary)


def register(parent: typer.Typer) -> None:
    """Adds the commands to the program's commands."""
    parent.add_typer(app, name="format")
