"""Names of units that were run together with the department's: 组织部门中共…组织部本级.

Not for names of one unit that are written in two ways: see `reportgen.checks.performance`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.checks import disclosure_kinds as kinds
from reportgen.checks.performance_indicators import inner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.finding import Finding
    from reportgen.model.year import DepartmentYear


def check_unit_names(year: DepartmentYear) -> Iterable[Finding]:
    """Units whose name begins with the department's short name, the full one following."""
    department, full = year.name, year.department.text("全称")
    for record in year.tables.get("单位", ()):
        name = record.text("名称")
        rest = name.removeprefix(department)
        if department and full and rest != name and rest.startswith(full):
            yield kinds.UNIT_NAME.at(
                record.place("名称"),
                key=f"单位/{name}",
                figures=[("名称", name)],
                name=inner(name),
                department=inner(department),
                rest=inner(rest),
            )
