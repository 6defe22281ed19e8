from reportgen.pack.batch.finding_data import find_data


def made(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")


def found(folder, *given, out="out"):
    data, findings = find_data([folder / name for name in given], folder / out)
    assert findings == []
    return [path.relative_to(folder).as_posix() for path in data]


def test_a_folder_is_searched_for_data_sets_at_every_depth(tmp_path):
    made(tmp_path, "乙/2024.yaml", "甲/2024.xlsx", "丙.yml", "readme.md", "图.png")
    assert found(tmp_path, ".") == ["丙.yml", "乙/2024.yaml", "甲/2024.xlsx"]


def test_explanations_marked_copies_and_lock_files_are_no_data_sets(tmp_path):
    made(tmp_path, "2024.yaml", "2024.说明.yaml", "2024.批注.xlsx", "~$2024.xlsx", ".x.yaml",
         "批量汇总.xlsx")  # fmt: skip
    assert found(tmp_path, ".") == ["2024.yaml"]


def test_packs_and_the_output_folder_hold_no_data_sets(tmp_path):
    made(tmp_path, "2024.yaml", "out/甲-2024/部门预算表.xlsx", "旧/.reportgen/manifest.json",
         "旧/部门预算表.xlsx")  # fmt: skip
    assert found(tmp_path, ".") == ["2024.yaml"]


def test_files_and_patterns_are_taken_each_once(tmp_path):
    made(tmp_path, "甲/2024.yaml", "乙/2024.yaml", "乙/2023.yaml")
    assert found(tmp_path, "甲/2024.yaml", "*/2024.yaml") == ["甲/2024.yaml", "乙/2024.yaml"]


def test_a_place_without_data_sets_is_told(tmp_path):
    data, findings = find_data([tmp_path, tmp_path / "*.yaml"], tmp_path / "out")
    assert (data, [finding.code for finding in findings]) == ([], ["P904", "P904"])
