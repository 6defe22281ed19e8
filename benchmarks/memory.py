"""Peak memory of the running process itself.

`ru_maxrss` will not do: a child inherits there what its parent had when it was started.
"""

from __future__ import annotations

import re
from pathlib import Path


def peak() -> int:
    """The peak of this process in MB."""
    status = Path("/proc/self/status").read_text("ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0
