"""The command line: `reportgen`. Each command stands in a module of its own and is loaded when used.

Exit statuses: 0 done; 1 there is something to mend or explain; 2 the call itself is wrong;
3 the pack was built but is 不一致; 4 nothing could be written.
"""

from __future__ import annotations

import sys
from typing import Any

import typer
import typer.main

from reportgen.cli.later import add_later, take_as_typed

STOPPED = 130
_SHOWN = 80

app = typer.Typer(
    name="reportgen",
    help="由一份部门年度数据生成官方的 Word、Excel 报告包。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for name, module, summary in (
    ("init", "init", "写一份空白的填报表：每张表、每一栏都照版式来，有说明、下拉表和示例。"),
    ("check", "check", "检查数据：一次列出全部问题，每条都有位置。"),
    ("build", "build", "生成报告包：先检查，没有错误才写文件。"),
    ("batch", "batch", "批量生成：许多单位的数据，一次全部生成，附一份汇总。"),
    ("changes", "changes", "比较两份数据或两个报告包；两个年度的数据则列出增减表。"),
    ("explain", "explain", "查一个数从哪里来；加 --from 查一个数据印在哪里。"),
    ("verify", "verify", "核对报告包：是不是现在的数据和版式生成的，有没有被动过。"),
    ("proof", "proof", "校对现成的 Word、Excel 或文字稿：不用数据，直接找对不上的数。"),
    ("restore", "restore", "列出报告包里收着的旧版本，或取回其中一份。"),
    ("convert", "convert", "数据在 YAML 和 Excel 工作簿之间互换，内容一样。"),
    (
        "import",
        "importing",
        "从一体化系统导出的工作簿、或已公开的表（Excel、Word），得到数据文件。",
    ),
    ("cache", "caching", "看或清除为加快速度而保存的中间结果（删掉不影响任何结果）。"),
    ("findings", "findings", "查问题代码的意思和处理办法；不写代码就列出全部。"),
    ("catalogue", "catalogue", "查政府收支分类科目，导入财政局当年的科目表。"),
    ("format", "format", "版式：看、做、查、比，边改边看。"),
):
    add_later(app, name, f"reportgen.cli.{module}", summary)


@app.callback(invoke_without_command=True)
def main(
    version: bool = typer.Option(False, "--version", help="显示程序版本。", is_eager=True),
) -> None:
    """由一份部门年度数据生成官方的 Word、Excel 报告包。"""
    if version:
        from reportgen import __version__

        typer.echo(f"reportgen {__version__}")
        raise typer.Exit


def _keep_compiled() -> None:
    """What this command compiled need not be compiled again by the next; without the language, nothing."""
    language = sys.modules.get("reportgen.language.codes")
    if language is not None:
        language.save_all()


def run() -> None:
    """The program's entry: no traceback reaches a user."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        try:
            command: Any = typer.main.get_command(app)
            take_as_typed(command)
            status = command(standalone_mode=False)
        finally:
            _keep_compiled()
        if status == STOPPED:
            typer.echo("已停止。", err=True)
        sys.exit(status if isinstance(status, int) else 0)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        name = f"“{str(error.filename)[:_SHOWN]}”：" if error.filename else ""
        from reportgen.unread import why_unread

        why = why_unread(error)
        typer.echo(
            f"读写文件时系统报错：{name}{why}。"
            "请核对文件名和文件夹，确认磁盘没有满、文件没有被占用，然后再试。",
            err=True,
        )
        sys.exit(4)
    except Exception as error:  # noqa: BLE001 - the last resort: say where it happened, briefly
        from reportgen.cli import usage

        if usage.is_usage_error(error):
            if type(error).__name__ == "NoArgsIsHelpError":
                typer.echo(str(error))
            else:
                typer.echo(usage.explain(error), err=True)
            sys.exit(2)
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        typer.echo(
            f"程序出错了（{type(error).__name__}，{last.name}:{last.lineno}）。"
            "您的数据没有改动。请把这句话和所用的数据一起报告给维护者。",
            err=True,
        )
        sys.exit(70)
