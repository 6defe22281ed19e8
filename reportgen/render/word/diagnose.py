"""Which tags are wrong, all of them: tag by tag when compiling, row by row when rendering fails.

Runs only once something has failed. Not for documents that render.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from jinja2 import nodes

from reportgen.language.environment import engine_template
from reportgen.language.errors import describe
from reportgen.render.word.tags import BLOCK, VALUE, Tag
from reportgen.render.word.values import HELPERS, NeedsDocxtpl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.finding import Finding
    from reportgen.language.environment import Environment, TextTemplate
    from reportgen.place import Place

MOST_STEPS: Final = 20_000
"""So many tags are evaluated in search of those that fail."""

_KEEP: Final = "__keep"
_FOLLOWED: Final = frozenset({"for", "endfor", "if", "elif", "else", "endif", "set", ""})


class _Enough(Exception):  # noqa: N818 - no error: the search ends
    """The search has gone on for long enough."""


def faulty_tags(env: Environment, tags: Sequence[Tag], at: Callable[[str], Place]) -> list[Finding]:
    """A finding for each tag that cannot be compiled by itself."""
    findings = []
    for tag in tags:
        try:
            _compiled(env, tag)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the author's tag
            findings.append(describe(error, tag.typed).at(at(tag.spot)))
    return findings


def failing_tags(
    env: Environment,
    tags: Sequence[Tag],
    names: Mapping[str, object],
    at: Callable[[str], Place],
) -> dict[int, Finding]:
    """A finding for each tag (by its number) that fails with these names, where it can be told."""
    if any(tag.kind == BLOCK and not _followed(tag) for tag in tags):
        return {}
    search = _Search(env, tags, at)
    with suppress(_Enough):
        search.walk(search.tree, {**names, **HELPERS})
    return search.found


def _followed(tag: Tag) -> bool:
    return tag.keyword in _FOLLOWED - {"", "set"} or (tag.keyword == "set" and "=" in tag.rest)


def _compiled(env: Environment, tag: Tag, inside: str = "") -> TextTemplate | None:
    """One tag as a template of its own; None for tags that say nothing by themselves."""
    word = tag.keyword
    if tag.kind == VALUE:
        return engine_template(env, f"{{{{ {tag.body} }}}}")
    if word in {"if", "elif"}:
        return engine_template(env, f"{{% if {tag.rest} %}}{inside}{{% endif %}}")
    if word in {"else", "raw"} or word.startswith("end"):
        return None
    if word in {"for", "macro", "call", "filter", "with"} or (
        word == "set" and "=" not in tag.rest
    ):
        return engine_template(env, f"{{% {tag.body} %}}{inside}{{% end{word} %}}")
    return engine_template(env, f"{{% {tag.body} %}}{inside}")


class _Block:
    """A loop or condition: its branches, each a tag (by number) and what stands in it."""

    __slots__ = ("branches",)

    def __init__(self, number: int) -> None:
        self.branches: list[tuple[int, list[_Block | int]]] = [(number, [])]


class _Search:
    def __init__(self, env: Environment, tags: Sequence[Tag], at: Callable[[str], Place]) -> None:
        self.env = env
        self.tags = tags
        self.at = at
        self.found: dict[int, Finding] = {}
        self.steps = 0
        self.templates: dict[int, TextTemplate | None] = {}
        self.tree = self._tree()

    def _tree(self) -> list[_Block | int]:
        top: list[_Block | int] = []
        stack: list[_Block] = []
        for number, tag in enumerate(self.tags):
            into = stack[-1].branches[-1][1] if stack else top
            if tag.keyword in {"for", "if"}:
                block = _Block(number)
                into.append(block)
                stack.append(block)
            elif tag.keyword in {"elif", "else"}:
                stack[-1].branches.append((number, []))
            elif tag.keyword in {"endfor", "endif"}:
                stack.pop()
            else:
                into.append(number)
        return top

    def walk(self, items: Sequence[_Block | int], names: dict[str, Any]) -> None:
        for item in items:
            if isinstance(item, int):
                if self.tags[item].keyword == "set":
                    self._set(item, names)
                else:
                    self._run(item, names)
            elif self.tags[item.branches[0][0]].keyword == "for":
                self._loop(item, names)
            else:
                self._condition(item, names)

    def _run(self, number: int, names: dict[str, Any], inside: str = "") -> bool:
        """Whether the tag could be evaluated; once it has failed it is not tried again."""
        if number in self.found:
            return False
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _Enough
        tag = self.tags[number]
        try:
            if number not in self.templates:
                self.templates[number] = _compiled(self.env, tag, inside)
            template = self.templates[number]
            if template is not None:
                deque(template.pieces(names), maxlen=0)  # printed numbers are no text here
        except _Enough:
            raise
        except NeedsDocxtpl:
            return True
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told at its tag
            self.found[number] = describe(error, tag.typed).at(self.at(tag.spot))
            return False
        return True

    def _set(self, number: int, names: dict[str, Any]) -> None:
        targets = _targets(self.env, f"{{% {self.tags[number].body} %}}")

        def keep(*values: object) -> str:
            names.update(zip(targets, values, strict=True))
            return ""

        inside = f"{{{{ {_KEEP}({', '.join(targets)}) }}}}" if targets else ""
        self._run(number, {**names, _KEEP: keep}, inside)

    def _loop(self, block: _Block, names: dict[str, Any]) -> None:
        number, body = block.branches[0]
        targets = _targets(self.env, f"{{% {self.tags[number].body} %}}{{% endfor %}}")
        rounds = 0

        def keep(loop: object, *values: object) -> str:
            nonlocal rounds
            rounds += 1
            self.walk(body, {**names, "loop": loop, **dict(zip(targets, values, strict=True))})
            return ""

        inside = f"{{{{ {_KEEP}(loop, {', '.join(targets)}) }}}}"
        done = self._run(number, {**names, _KEEP: keep}, inside)
        if done and not rounds:
            for _, otherwise in block.branches[1:]:
                self.walk(otherwise, dict(names))

    def _condition(self, block: _Block, names: dict[str, Any]) -> None:
        for number, body in block.branches:
            taken = self.tags[number].keyword == "else"

            def keep() -> str:
                nonlocal taken
                taken = True
                return ""

            inside = f"{{{{ {_KEEP}() }}}}"
            if not taken and not self._run(number, {**names, _KEEP: keep}, inside):
                return
            if taken:
                self.walk(body, names)
                return


def _targets(env: Environment, source: str) -> list[str]:
    """The names that a `for` or `set` gives values to."""
    try:
        statement = env.parse(source).body[0]
    except Exception:  # noqa: BLE001 - told when the tag is run
        return []
    target = getattr(statement, "target", None)
    if isinstance(target, nodes.Name):
        return [target.name]
    if isinstance(target, nodes.Tuple):
        return [name.name for name in target.find_all(nodes.Name)]
    return []
