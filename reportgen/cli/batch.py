"""`reportgen batch`: the packs of many departments in one run."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.finding import Finding
    from reportgen.pack.batch.run import BatchReport, Work


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("batch", help="批量生成：许多单位的数据，一次全部生成，附一份汇总。")(batch)


def batch(
    data: list[Path] = typer.Argument(
        ..., metavar="文件夹或数据文件…", help="文件夹（逐层找数据文件）、数据文件，或带 * 的写法。"
    ),
    out: Path = typer.Option(Path("out"), "-o", "--out", metavar="文件夹", help="报告包放在哪里。"),
    workers: int = typer.Option(
        0, "--workers", metavar="个数", min=0, help="同时用几个进程；不写就按处理器的个数。"
    ),
    draft: bool = typer.Option(False, "--draft", help="有问题也生成，另放一处并标明“草稿”。"),
    edition: str = typer.Option("", "--edition", metavar="版别", help="报送版或公开版，各放一处。"),
    form: str = typer.Option(
        "", "--format", metavar="版式", help="不按地区和年度挑，全部用指定的版式。"
    ),
    templates: Path | None = typer.Option(
        None, "--templates", metavar="文件夹", help="自己的版式所在的文件夹。"
    ),
    again: bool = typer.Option(False, "--again", help="已经是现在的数据和版式的，也重做一遍。"),
    cluster: str = typer.Option(
        "",
        "--cluster",
        metavar="地址",
        help="用多台机器：dask 调度程序的地址，例如 tcp://10.0.0.5:8786。",
    ),
    shared: bool = typer.Option(
        False, "--shared", help="与 --cluster 同用：数据、版式、输出在各台机器上路径都相同。"
    ),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出。"),
) -> None:
    """Exit status of the gravest department: 70, 4, 1, 3 or 0; 130 where it was stopped."""
    from reportgen.cli import showing
    from reportgen.cli.batch_table import progress
    from reportgen.cli.editions import Asked, check_asked
    from reportgen.cli.opening import library
    from reportgen.pack.batch.finding_data import find_data
    from reportgen.pack.batch.run import run_batch
    from reportgen.pack.batch.task import Order

    check_asked(Asked(edition=edition))
    formats = library(templates).roots
    found, findings = find_data(data, out)
    if not found:
        showing.show_findings(findings, err=True)
        raise typer.Exit(2)
    order = Order(out.absolute(), formats, form, draft, edition)
    work = _work(workers, cluster, shared=shared)
    with _stopping() as stop, progress(quiet=as_json) as tell:
        report, faults = run_batch(found, order, work, again=again, tell=tell, stop=stop)
    findings += faults
    if as_json:
        showing.show_json(_as_dict(report, findings))
    else:
        _show(report, findings)
    status = _status(report, findings)
    if status:
        raise typer.Exit(status)


def _work(workers: int, cluster: str, *, shared: bool) -> Work:
    import os

    from reportgen.pack.batch.run import on_this_machine

    if cluster:
        from reportgen.pack.batch.cluster import on_a_cluster

        return on_a_cluster(cluster, shared=shared)
    return on_this_machine(workers or os.cpu_count() or 1)


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Whether the user asked to stop: the first Ctrl-C (or kill) lets finish what is at work."""
    asked = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        typer.echo("正在停下：手上的单位做完就停；再按一次 Ctrl-C 马上停。", err=True)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _show(report: BatchReport | None, findings: list[Finding]) -> None:
    from reportgen.cli import showing
    from reportgen.pack.batch.results import Outcome

    showing.show_findings(findings, err=report is None)
    if report is None:
        return
    tally = report.tally
    for result in tally.wrong:
        note = f"：{result.notes[0].message}" if result.notes else ""
        typer.echo(f"{result.outcome.value}  {result.name or Path(result.data).name}{note}")
    more = tally.done - tally.outcomes[Outcome.DONE] - len(tally.wrong)
    if more > 0:
        typer.echo(f"……另有 {more} 个，见批量汇总。")
    states = "，".join(f"{o.value} {n}" for o, n in tally.outcomes.items())
    standing = f"（其中 {tally.standing} 个与上次相同，没有重做）" if tally.standing else ""
    typer.echo(
        f"{tally.done} 份数据：{states or '没有做'}{standing}。文档 {tally.documents} 份。"
        f"错误 {tally.errors}，须说明 {tally.open_explanations}，提示 {tally.hints}。"
        f"用时 {report.seconds:.1f} 秒。"
    )
    if report.stopped:
        left = tally.total - tally.done
        typer.echo(f"已停止，还有 {left} 份没有做；再运行一次同样的命令，就接着做。", err=True)
    if report.summary is not None:
        typer.echo(f"汇总：{report.summary}")


def _status(report: BatchReport | None, findings: list[Finding]) -> int:
    if report is None:
        return 4
    if report.stopped:
        return 130
    unwritten = any(finding.severity.value == "错误" for finding in findings)
    return report.tally.status or (4 if unwritten else 0)


def _as_dict(report: BatchReport | None, findings: list[Finding]) -> dict[str, object]:
    found = {"findings": [finding.as_dict() for finding in findings]}
    if report is None:
        return {"summary": None, **found}
    tally = report.tally
    return {
        "summary": str(report.summary) if report.summary else None,
        "total": tally.total,
        "done": tally.done,
        "outcomes": {outcome.value: count for outcome, count in tally.outcomes.items()},
        "standing": tally.standing,
        "documents": tally.documents,
        "errors": tally.errors,
        "open_explanations": tally.open_explanations,
        "hints": tally.hints,
        "seconds": round(report.seconds, 3),
        "stopped": report.stopped,
        "wrong": [
            {
                "data": result.data,
                "name": result.name,
                "outcome": result.outcome.value,
                "first": result.notes[0].message if result.notes else "",
            }
            for result in tally.wrong
        ],
        **found,
    }
