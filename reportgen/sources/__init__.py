"""Reads input files (YAML, Excel workbooks) into trees of located values.

What the values mean is decided by the model. `read` decides by the file's content, never by its
name.
"""

from reportgen.sources.amounts import AmountProblem, parse_number
from reportgen.sources.files import is_workbook, read, read_sheet
from reportgen.sources.tree import Mapping, Node, Scalar, Sequence, plain, split_unit

__all__ = [
    "AmountProblem",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "is_workbook",
    "parse_number",
    "plain",
    "read",
    "read_sheet",
    "split_unit",
]
