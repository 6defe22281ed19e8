import io

from rich.console import Console

from reportgen.cli import batch_table
from reportgen.pack.batch.results import Outcome, Result
from reportgen.pack.batch.run import Tally


def test_the_table_tells_how_far_the_run_is(tmp_path):
    tally = Tally(10)
    done = Result("a.yaml", Outcome.DONE, "合成单位1", 2024, documents=31, hints=2, seconds=0.4)
    for _ in range(4):
        tally.add(done)
    tally.add(Result("b.yaml", Outcome.REFUSED, errors=3))
    tally.working[tmp_path / "合成单位6.yaml"] = 0.0
    console = Console(file=io.StringIO(), width=120)
    console.print(batch_table._drawn(tally, [batch_table.told(done)], 10.0))
    text = console.file.getvalue()
    for told in ("5/10", "约还要 10 秒", "完成 4，没有生成 1", "错误 3，须说明 0，提示 8", "文档 124 份",
                 "合成单位6.yaml", "合成单位1 2024"):  # fmt: skip
        assert told in text


def test_only_the_first_of_what_went_wrong_is_kept(tmp_path):
    tally = Tally(1000)
    for number in range(1000):
        tally.add(Result(f"{number}.yaml", Outcome.REFUSED, errors=1))
    assert (tally.done, len(tally.wrong), tally.status) == (1000, 20, 1)
