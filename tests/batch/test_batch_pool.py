import os
import signal
import sys
import time

import pytest

from reportgen.pack.batch import pool

METHODS = ["fork", "spawn"] if sys.platform == "linux" else ["spawn"]


def doubled(job):
    if job == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return job * 2, os.getpid()


def make():
    return doubled


def results(events):
    return {event.job: event.result for event in events if event.result is not None}


@pytest.mark.parametrize("method", METHODS)
def test_every_job_is_done_once(method):
    found = results(pool.run(range(12), make, workers=2, method=method))
    assert {job: result[0] for job, result in found.items()} == {n: n * 2 for n in range(12)}
    assert os.getpid() not in {result[1] for result in found.values()}


def test_a_process_is_replaced_after_so_many_tasks():
    found = results(pool.run(range(9), make, workers=1, tasks_each=4))
    processes = [found[job][1] for job in range(9)]
    assert [processes.count(process) for process in dict.fromkeys(processes)] == [4, 4, 1]


def test_a_job_that_kills_its_process_is_tried_twice_and_the_others_are_done():
    events = list(pool.run(["a", "die", "b", "c"], make, workers=2))
    assert sorted(results(events)) == ["a", "b", "c"]
    assert [event.again for event in events if event.lost] == [True, False]


def test_once_told_to_stop_it_begins_nothing_and_finishes_what_is_at_work():
    begun, done = [], []
    for event in pool.run(range(100), make, workers=2, stop=lambda: bool(done)):
        if event.result is not None:
            done.append(event.job)
        elif event.job is not None:
            begun.append(event.job)
    assert sorted(begun) == sorted(done)
    assert len(done) <= 3


def test_fewer_jobs_than_processes_are_no_matter():
    assert results(pool.run(["a"], make, workers=8)).keys() == {"a"}
    assert list(pool.run([], make, workers=2)) == []


def sleeping(_job):
    time.sleep(60)


def make_sleeping():
    return sleeping


def test_closing_it_ends_processes_at_work():
    running = pool.run(range(2), make_sleeping, workers=2)
    next(running)
    next(running)
    start = time.monotonic()
    running.close()
    assert time.monotonic() - start < 20
