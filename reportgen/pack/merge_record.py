"""What a pack remembers of merging: `.reportgen/merges.json`.

For each document that she edited: where the figures stand in it now, those of the generated copy
below it (where that is not the last one), and new text that found no place yet.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from reportgen.frozen import frozen
from reportgen.merge.outcome import Told
from reportgen.pack.figure_map import Printed
from reportgen.pack.manifest import BrokenError, parse_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.pack.figure_map import Printing

VERSION: Final = 1


@frozen
class MergeRecord:
    """One document: `figures` as they stand in her file, `base` those of the copy below it."""

    figures: Sequence[Printing] = ()
    base: Sequence[Printing] = ()
    unmerged: tuple[Told, ...] = ()


def merges_to_bytes(records: Mapping[str, MergeRecord]) -> bytes | None:
    """The record as it is stored; None where no document was edited."""
    if not records:
        return None
    content = {
        "version": VERSION,
        "documents": {
            name: {
                "figures": [_row(item) for item in record.figures],
                "base": [_row(item) for item in record.base],
                "unmerged": [asdict(told) for told in record.unmerged],
            }
            for name, record in records.items()
        },
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def parse_merges(data: bytes) -> dict[str, MergeRecord]:
    """The records by document.

    Raises:
        BrokenError: it is no such record.
    """
    content = parse_object(data)
    if content.get("version") != VERSION:
        raise BrokenError("由别的版本的程序写成")
    try:
        return {
            name: MergeRecord(
                [Printed(*row) for row in item["figures"]],
                [Printed(*row) for row in item["base"]],
                tuple(Told(**told) for told in item["unmerged"]),
            )
            for name, item in content["documents"].items()
        }
    except (AttributeError, KeyError, TypeError) as error:
        raise BrokenError("内容不全") from error


def _row(item: Printing) -> list[str]:
    return [item.part, item.spot, item.key, item.text, item.exact]
