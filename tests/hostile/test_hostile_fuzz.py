"""Small seeded runs of the fuzzers; scripts/soak runs them long."""

import itertools
import random
import tempfile
from pathlib import Path

import pytest
from hostile_fuzzing import bounded, fuzz_format, fuzz_workbook, fuzz_yaml, survives
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

FEW = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
RANDOM = st.randoms(use_true_random=False)


def consume(endless):
    for _ in endless:
        pass


def once(fuzz, rng):
    with tempfile.TemporaryDirectory() as folder:
        fuzz(rng, Path(folder))


@FEW
@given(RANDOM)
def test_no_change_of_a_yaml_data_set_breaks_the_program(rng):
    once(fuzz_yaml, rng)


@FEW
@given(RANDOM)
def test_no_change_of_a_workbook_breaks_the_program(rng):
    once(fuzz_workbook, rng)


@FEW
@given(RANDOM)
def test_no_change_of_a_format_breaks_the_program(rng):
    once(fuzz_format, rng)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("fuzz", [fuzz_yaml, fuzz_workbook, fuzz_format], ids=lambda f: f.__name__)
def test_seeded_changes_break_nothing_either(fuzz, seed, tmp_path):
    fuzz(random.Random(seed), tmp_path)


def test_a_hang_would_be_noticed(monkeypatch):
    import hostile_fuzzing

    monkeypatch.setattr(hostile_fuzzing, "SECONDS", 0.05)
    with bounded(), pytest.raises(hostile_fuzzing.HangError):
        consume(itertools.count())


def test_an_exception_would_be_noticed(tmp_path, monkeypatch):
    import hostile_fuzzing

    monkeypatch.setattr(hostile_fuzzing, "prepare", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        survives(tmp_path)
