"""`reportgen cache`: where compiled templates and tags are kept, and how to remove them."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("cache", help="看或清除为加快速度而保存的中间结果（删掉不影响任何结果）。")(show)


def show(
    clear: bool = typer.Option(False, "--clear", help="全部删除，下次用到时重新生成。"),
) -> None:
    """Exit status 0 in any case: nothing depends on the cache."""
    from reportgen import cache

    place = cache.folder()
    if clear:
        typer.echo(f"已删除 {cache.clear()} 个文件。")
    elif place is None:
        typer.echo(f"没有使用缓存（环境变量 {cache.SETTING} 关掉了它）。")
    else:
        count, size = cache.usage()
        typer.echo(f"{place}：{count} 个文件，{size / 1_000_000:.1f} MB。")
