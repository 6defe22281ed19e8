"""The command line: `reportgen`. Each command stands in a module of its own and is loaded when used.

Exit statuses: 0 done; 1 there is something to mend or explain; 2 the call itself is wrong;
3 the pack was built but is 不一致; 4 nothing could be written.
"""

from __future__ import annotations

import sys

import typer

from reportgen.cli import build, catalogue, check, convert, findings, importing, init

app = typer.Typer(
    name="reportgen",
    help="由一份部门年度数据生成官方的 Word、Excel 报告包。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (init, check, build, convert, importing, catalogue, findings):
    command.register(app)


@app.callback(invoke_without_command=True)
def main(
    version: bool = typer.Option(False, "--version", help="显示程序版本。", is_eager=True),
) -> None:
    """由一份部门年度数据生成官方的 Word、Excel 报告包。"""
    if version:
        from reportgen import __version__

        typer.echo(f"reportgen {__version__}")
        raise typer.Exit


def run() -> None:
    """The program's entry: no traceback reaches a user."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    except KeyboardInterrupt:
        typer.echo("已停止。", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - the last resort: say where it happened, briefly
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        typer.echo(
            f"程序出错了（{type(error).__name__}，{last.name}:{last.lineno}）。"
            "您的数据没有改动。请把这句话和所用的数据一起报告给维护者。",
            err=True,
        )
        sys.exit(70)
