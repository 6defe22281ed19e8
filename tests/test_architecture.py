"""Imports run one way, modules stay small, and heavy libraries wait until they are needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "reportgen"
ORDER = [
    "base", "sources", "model", "catalogue", "formats", "language", "compute", "checks", "render",
    "merge", "pack", "studio", "proof", "cli",
]  # fmt: skip
OFFICE_USERS = {"office", "render", "merge", "pack", "studio"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and (PACKAGE / parts[1]).is_dir() else "base"


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.startswith("reportgen.")}


def own_layer(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else "base"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    own = own_layer(path)
    if path.name in {"__main__.py", "finding_catalogue.py"}:
        return
    for name in imports(path):
        other = layer(name)
        if other == own or other == "base":
            continue
        if other == "office":
            assert own in OFFICE_USERS, f"{own} uses office"
        elif own == "office":
            pytest.fail(f"office is a leaf, but uses {name}")
        else:
            assert ORDER.index(other) < ORDER.index(own), f"{own} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_has_at_most_400_lines(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_help_loads_no_heavy_library():
    code = (
        "import sys; sys.argv = ['reportgen', '--help']\n"
        "from reportgen.cli.main import run\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "heavy = {'openpyxl', 'docx', 'docxtpl', 'lxml', 'pydantic', 'jinja2', 'yaml'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "build" in done.stdout


def test_checking_a_yaml_loads_no_office_library():
    sample = PACKAGE.parent / "data" / "shanhaiguan-zzb" / "2023.yaml"
    code = (
        f"import sys; sys.argv = ['reportgen', 'check', {str(sample)!r}]\n"
        "from reportgen.cli.main import run\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "heavy = {'openpyxl', 'docx', 'docxtpl', 'lxml'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
