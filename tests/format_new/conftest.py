"""Starting a format from forms, for the tests of `format new`."""

import pytest
from format_builders import run  # noqa: F401

from reportgen.formats import Library, load
from reportgen.pack.build import render_pack
from reportgen.studio.sample import sample


@pytest.fixture
def started(run, tmp_path):  # noqa: F811  # noqa: F811
    """Starts a format from forms given as name → bytes; gives its folder and what was printed."""

    def started(**files):
        words = []
        for name, data in files.items():
            path = tmp_path / name.replace("_", ".")
            path.write_bytes(data)
            words += ["--from-document", path]
        result = run("format", "new", "own", *words)
        assert result.exit_code == 0, result.output
        return tmp_path / "templates/own", result.output

    return started


@pytest.fixture
def rendered(tmp_path):
    """The documents of the format that was started, by name, with made-up data."""

    def rendered():
        form, findings = load(Library(tmp_path / "templates"), "own")
        assert findings == []
        prepared, findings = sample(form, 2023)
        assert findings == []
        documents, findings = render_pack(prepared)
        assert findings == []
        return {d.name: d.data for d in documents}

    return rendered
