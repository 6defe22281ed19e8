import pytest

from reportgen.catalogue import load


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A folder of the user's own that holds nothing yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("REPORTGEN_HOME", str(folder))
    return folder


@pytest.fixture
def functional():
    return load(2023)[0].functional


@pytest.fixture
def economic():
    return load(2023)[0].economic
