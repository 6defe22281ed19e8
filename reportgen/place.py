"""Where a value stands: the file, and the spot in it that a clerk can go to."""

from typing import NamedTuple


class Place(NamedTuple):
    """A spot in a file: a cell of a sheet, or a line and column of a text file.

    `detail` names what neither can: a paragraph or table cell of a Word template, a tag.
    """

    file: str
    sheet: str = ""
    cell: str = ""
    line: int = 0
    column: int = 0
    detail: str = ""

    def __str__(self) -> str:
        """As it is printed to the user: `预算.xlsx「支出」F12`, `2022.yaml:48:11`."""
        text = self.file
        if self.line:
            text += f":{self.line}:{self.column}" if self.column else f":{self.line}"
        if self.sheet:
            text += f"「{self.sheet}」{self.cell}"
        if self.detail:
            text += f" {self.detail}"
        return text

    def as_dict(self) -> dict[str, str | int]:
        """Only the parts that say something, for JSON."""
        return {name: part for name, part in self._asdict().items() if part}
