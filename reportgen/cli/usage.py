"""Says in the clerk's words what is wrong with a command as it was typed.

The command-line library speaks English; its errors are told by their class and what they carry.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_QUOTED: Final = re.compile(r"'([^']*)'")
_LISTED: Final = re.compile(r"\(([^()]*)\)\Z")
_SHOWN: Final = 60


def is_usage_error(error: Exception) -> bool:
    """Whether an exception is the library's way to refuse a call (whichever copy of it is used)."""
    return hasattr(error, "exit_code") and hasattr(error, "format_message")


def explain(error: Any) -> str:
    """The sentences for a call that was refused: what is wrong, and where to look it up."""
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", "reportgen")
    return f"{_fault(error)}\n用法：{command} --help"


def _fault(error: Any) -> str:
    message = error.format_message()
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    match type(error).__name__:
        case "NoSuchOption":
            near = _near(getattr(error, "possibilities", None))
            return f"没有“{_shown(option)}”这个选项{near}。"
        case "BadOptionUsage":
            return f"选项“{_shown(option)}”后面的内容写得不对，或者少写了。"
        case "MissingParameter":
            return f"还少写了：{_label(parameter)}。"
        case "BadParameter" | "FileError":
            return f"“{_label(parameter)}”写得不对。"
    if message.startswith("No such command"):
        return f"没有“{_shown(_first(_QUOTED, message))}”这个命令。"
    if "extra argument" in message:
        return f"多写了：{_shown(_first(_LISTED, message))}。文件名里有空格时，请加上英文双引号。"
    return "命令写得不对。"


def _label(parameter: Any) -> str:
    return _shown(getattr(parameter, "metavar", None) or getattr(parameter, "name", None))


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def _near(names: Iterable[str] | None) -> str:
    listed = list(names or ())
    return f"，是不是 {listed[0]}" if listed else ""


def _shown(text: object) -> str:
    written = str(text or "")
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}……"
