"""The command line: `reportgen`. Each command stands in a module of its own and is loaded when used.

Exit statuses: 0 done; 1 there is something to mend or explain; 2 the call itself is wrong;
3 the pack was built but is 不一致; 4 nothing could be written.
"""

from __future__ import annotations

import errno
import gc
import sys

import typer

from reportgen.cli import (
    batch,
    build,
    caching,
    catalogue,
    changes,
    check,
    convert,
    explain,
    findings,
    format,  # noqa: A004 - named as its command
    importing,
    init,
    proof,
    restore,
    verify,
)

STOPPED = 130
_OBJECTS = 100_000
"""So many new objects between two searches for cycles: a command makes many that live to its end."""
_SHOWN = 80

app = typer.Typer(
    name="reportgen",
    help="由一份部门年度数据生成官方的 Word、Excel 报告包。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    init,
    check,
    build,
    batch,
    changes,
    explain,
    verify,
    proof,
    restore,
    convert,
    importing,
    catalogue,
    caching,
    findings,
    format,
):
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


def _keep_compiled() -> None:
    """What this command compiled need not be compiled again by the next; without the language, nothing."""
    language = sys.modules.get("reportgen.language.codes")
    if language is not None:
        language.save_all()


def run() -> None:
    """The program's entry: no traceback reaches a user."""
    gc.set_threshold(_OBJECTS, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        try:
            status = app(standalone_mode=False)
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
        why = "名称太长" if error.errno == errno.ENAMETOOLONG else error.strerror or error
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
