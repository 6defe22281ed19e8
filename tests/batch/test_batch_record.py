from pathlib import Path

from reportgen.pack.batch.record import Record
from reportgen.pack.batch.results import Note, Outcome, Result, Seal

SEAL = Seal(
    "0.1.0", "o", "区", 2024, "national", "i", "/out/甲-2024", "m", (("/data/甲.yaml", "x"),)
)


def result(name, **values):
    return Result(f"/data/{name}.yaml", Outcome.DONE, name, 2024, seal=SEAL, **values)


def test_a_result_is_found_again_as_it_was(tmp_path):
    note = Note("错误", "C601", "甲.yaml:3", "两边不等", "改正")
    kept = result("甲", notes=(note,), errors=1, seconds=0.25)
    Record(tmp_path).add(kept)
    assert Record(tmp_path).find(Path("/data/甲.yaml")) == kept


def test_the_last_result_of_a_data_set_counts(tmp_path):
    record = Record(tmp_path)
    for documents in (1, 2, 3):
        record.add(result("甲", documents=documents))
    record.add(result("乙"))
    for opened in (record, Record(tmp_path)):
        assert opened.find(Path("/data/甲.yaml")).documents == 3
        assert opened.find(Path("/data/丙.yaml")) is None


def test_a_line_cut_off_by_a_kill_costs_only_itself(tmp_path):
    record = Record(tmp_path)
    record.add(result("甲"))
    record.add(result("乙"))
    whole = record.path.read_bytes()
    record.path.write_bytes(whole[:-40])
    again = Record(tmp_path)
    assert again.find(Path("/data/甲.yaml")) == result("甲")
    assert again.find(Path("/data/乙.yaml")) is None
    again.add(result("丙"))
    assert again.find(Path("/data/丙.yaml")) == result("丙")
    assert Record(tmp_path).find(Path("/data/丙.yaml")) == result("丙")


def test_what_is_no_record_is_passed_over(tmp_path):
    record = Record(tmp_path)
    record.path.write_bytes(b'[]\nnull\n{"version":1}\n\xff\xfe\n{"version":9,"data":"x"}\n')
    again = Record(tmp_path)
    again.add(result("甲"))
    assert Record(tmp_path).find(Path("/data/甲.yaml")) == result("甲")


def test_the_file_does_not_grow_with_the_runs(tmp_path):
    for documents in range(60):
        record = Record(tmp_path)
        record.add_summary("批量汇总.xlsx", f"{documents}")
        record.add(result("甲", documents=documents))
    again = Record(tmp_path)
    assert again.find(Path("/data/甲.yaml")).documents == 59
    assert again.summary("批量汇总.xlsx") == "59"
    assert len(again.path.read_bytes().splitlines()) < 50
    assert [path.name for path in (tmp_path / ".reportgen").iterdir()] == ["batch.jsonl"]
