"""Sets everything up and checks everything: `python3 scripts/test.py [PYTEST ARGUMENTS]`."""

from __future__ import annotations

import sys

import environment

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
)


def main() -> int:
    """Style, types and tests; the exit status says whether all of them passed."""
    environment.prepare("dev")
    failed = [" ".join(check) for check in CHECKS if environment.run("-m", *check)]
    if environment.run("-m", "pytest", "-n", "auto", *sys.argv[1:]):
        failed.append("pytest")
    if failed:
        print(f"failed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
