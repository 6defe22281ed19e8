"""Sets everything up and builds a report pack: `python3 scripts/start.py [DATA FILE]`."""

from __future__ import annotations

import sys

import environment


def main() -> int:
    """Builds the sample of 山海关 2023, or the data file that is named, into out/."""
    environment.prepare()
    data = sys.argv[1:] or ["data/shanhaiguan-zzb/2023.yaml"]
    return environment.run("-m", "reportgen", "build", *data)


if __name__ == "__main__":
    sys.exit(main())
