"""A real scheduler and two workers as processes of their own on 127.0.0.1."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_builders import built_alone, bureau, department, documents, run

from reportgen.pack.batch import remote
from reportgen.pack.batch.cluster import on_a_cluster
from reportgen.pack.batch.results import Outcome
from reportgen.pack.batch.run import run_batch
from reportgen.pack.batch.task import Order

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Cluster:
    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.started = []
        self._start("dask_scheduler", "--host", "127.0.0.1", "--port", str(self.port))
        self.workers = [self.add_worker(), self.add_worker()]

    def add_worker(self):
        return self._start(
            "dask_worker", self.address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1",
            "--local-directory", str(self.folder),
        )  # fmt: skip

    def _start(self, module, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
        )  # fmt: skip
        self.started.append(process)
        return process

    def wait_for_workers(self, count):
        from distributed import Client

        with Client(self.address, timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=PATIENCE)

    def end(self):
        for process in reversed(self.started):
            process.kill()
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        made.wait_for_workers(2)
        yield made
    finally:
        made.end()


def on(cluster, *, shared=False):
    return on_a_cluster(cluster.address, shared=shared, patience=PATIENCE)


@pytest.mark.parametrize("shared", [False, True], ids=["sent", "shared"])
def test_the_packs_are_those_of_one_machine(tmp_path, cluster, shared):
    data = bureau(tmp_path / "data", 4)
    out = tmp_path / "out"
    report, results, findings = run(data, out, work=on(cluster, shared=shared))
    assert (report.tally.outcomes, findings) == ({Outcome.DONE: 4}, [])
    assert documents(out) == built_alone(data, tmp_path / "alone")
    assert report.summary.is_file()
    assert all(result.seconds > 0 for result in results)


@pytest.mark.parametrize("shared", [False, True], ids=["sent", "shared"])
def test_what_stands_is_left_and_what_changed_is_made_again(tmp_path, cluster, shared):
    data = bureau(tmp_path / "data", 3)
    out = tmp_path / "out"
    run(data, out, work=on(cluster, shared=shared))
    department(tmp_path / "data", 2, amount=999)
    _, results, _ = run(data, out, work=on(cluster, shared=shared))
    assert [result.standing for result in results] == [True, False, True]
    changes = next((out / "合成单位2-2024").glob("变更清单.xlsx"))
    assert changes.is_file()
    assert run(data, out)[0].tally.standing == 3  # this machine alone finds the same


def test_formats_texts_and_last_years_data_are_sent_along(tmp_path, cluster):
    forms = tmp_path / "forms" / "district"
    forms.mkdir(parents=True)
    (forms / "format.yaml").write_text(
        "名称: 合成区自己的\n继承: national\n适用地区: [合成区]\n", "utf-8"
    )
    last = department(tmp_path / "data" / "2023", 1, amount=100)
    last.write_text(last.read_text("utf-8").replace("年度: 2024", "年度: 2023"), "utf-8")
    path = department(
        tmp_path / "data" / "2024", 1, head="  上年: ../2023/单位1.yaml\n", amount=100
    )
    texts = path.parent / "文字"
    texts.mkdir()
    (texts / "其他说明.md").write_text("合成。", "utf-8")
    asked = {"formats": (forms.parent,)}
    out, alone = tmp_path / "out", tmp_path / "alone"
    _, (result,), _ = run([path], out, work=on(cluster), **asked)
    assert (result.outcome, result.format_id) == (Outcome.DONE, "district")
    run([path], alone, **asked)
    assert documents(out) == documents(alone)
    last.write_text(last.read_text("utf-8").replace("100", "300"), "utf-8")
    assert run([path], out, work=on(cluster), **asked)[0].tally.standing == 0


def test_last_years_data_that_is_nowhere_is_told(tmp_path, cluster):
    path = department(tmp_path / "data", 1, head="  上年: 没有.yaml\n")
    _, (result,), _ = run([path], tmp_path / "out", work=on(cluster))
    assert (result.outcome, result.notes[0].code) == (Outcome.REFUSED, "M217")


def test_another_version_of_the_program_on_a_machine_is_refused(tmp_path, cluster, monkeypatch):
    monkeypatch.setattr("reportgen.pack.batch.cluster.__version__", "9.9.9")
    data = bureau(tmp_path / "data", 1)
    for shared in (False, True):
        _, (result,), _ = run(data, tmp_path / "out", work=on(cluster, shared=shared))
        assert (result.outcome, result.notes[0].code) == (Outcome.FAILED, "P910")


@pytest.mark.parametrize("shared", [False, True], ids=["sent", "shared"])
def test_a_worker_killed_in_the_middle_costs_nothing_but_time(tmp_path, cluster, shared):
    data = bureau(tmp_path / "data", 12)
    out = tmp_path / "out"
    victim = cluster.workers.pop(0)
    at_work = []

    def tell(tally, result):
        if result is not None and victim.poll() is None:
            at_work.extend(tally.working)
            victim.send_signal(signal.SIGKILL)
            victim.wait(timeout=30)

    start = time.monotonic()
    report, findings = run_batch(data, Order(out), on(cluster, shared=shared), tell=tell)
    assert at_work
    assert report is not None, findings
    assert report.tally.outcomes == {Outcome.DONE: 12}
    assert documents(out) == built_alone(data, tmp_path / "alone")
    assert time.monotonic() - start < 2 * PATIENCE
    cluster.workers.append(cluster.add_worker())
    cluster.wait_for_workers(2)


def test_a_scheduler_that_is_not_there_is_one_finding(tmp_path):
    work = on_a_cluster(f"tcp://127.0.0.1:{free_port()}", patience=1)
    report, _, findings = run(bureau(tmp_path / "data", 1), tmp_path / "out", work=work)
    assert (report, [finding.code for finding in findings]) == (None, ["P908"])


def test_without_dask_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    work = on_a_cluster("tcp://127.0.0.1:1")
    report, _, findings = run(bureau(tmp_path / "data", 1), tmp_path / "out", work=work)
    assert (report, [finding.code for finding in findings]) == (None, ["P909"])
    assert "没有装 dask.distributed" in findings[0].message


def test_a_path_in_a_parcel_leads_back_to_the_file(tmp_path):
    from reportgen.pack.batch.cluster import _path_of

    data, other = tmp_path / "a" / "2024.yaml", tmp_path / "b" / "2023.yaml"
    assert _path_of(data, remote.key_of(other)) == other
