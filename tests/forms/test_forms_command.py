"""A form with a fault, as the one who makes a format meets it."""

import shutil
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from reportgen.cli.main import app

ROOT = Path(__file__).parents[2]


@pytest.fixture
def form(tmp_path):
    """A copy of the example district's format, with a word of its Word template changed."""

    def form(old, new):
        folder = tmp_path / "templates" / "example-district"
        shutil.copytree(ROOT / "templates" / "example-district", folder)
        path = folder / "项目支出绩效自评表.docx"
        document = docx.Document(path)
        runs = [
            run
            for table in document.tables
            for row in table.rows
            for cell in row.cells
            for paragraph in cell.paragraphs
            for run in paragraph.runs
            if old in run.text
        ]
        assert runs
        for run in runs:
            run.text = run.text.replace(old, new)
        document.save(path)
        return folder.parent

    return form


def test_a_fault_of_a_template_is_told_once_however_many_documents_it_makes(form, tmp_path):
    templates = form("完成率 | 占比", "完成率 | 占比例")
    source = ROOT / "data" / "example" / "2024.yaml"
    result = CliRunner().invoke(
        app,
        ["build", str(source), "-o", str(tmp_path), "--templates", str(templates)],
        env={"COLUMNS": "200"},
    )
    assert result.exit_code == 1
    assert result.output.count("L503") == 1
    assert "是不是要写：占比" in result.output
