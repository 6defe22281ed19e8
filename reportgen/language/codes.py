"""Compiled expressions and templates of one environment, kept in the user's cache from run to run.

What a source compiles to depends on the names of filters and tests, on the code generator, and on
the versions that `cache` looks at. Not for what is made with the code.
"""

from __future__ import annotations

import marshal
from hashlib import blake2b
from types import CodeType
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

from reportgen import cache

if TYPE_CHECKING:
    from jinja2 import Environment

MOST: Final = 8 * 1024 * 1024
"""Bytes of code that are kept for an environment before it begins anew."""

_open: WeakSet[Codes] = WeakSet()


class Codes:
    """The code known to the environments of one format; read when first asked for."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] | None = None
        self._new: dict[str, bytes] = {}
        self._name = ""
        _open.add(self)

    def find(self, env: Environment, source: str, kind: str) -> CodeType | None:
        """What the source was compiled to before; None where that is not known."""
        if self._known is None:
            self._name = _name(env)
            self._known = _read(self._name)
        data = self._known.get(_key(env, source, kind))
        if data is None:
            return None
        try:
            code = marshal.loads(data)  # noqa: S302 - written by this user, its mark was held
        except (EOFError, ValueError, TypeError):
            return None
        return code if isinstance(code, CodeType) else None

    def add(self, env: Environment, source: str, kind: str, code: CodeType) -> None:
        """Remember what a source was compiled to."""
        self._new[_key(env, source, kind)] = marshal.dumps(code)

    def save(self) -> None:
        """Write what was added, together with what other processes wrote meanwhile."""
        new, self._new = self._new, {}
        if not new or cache.folder() is None:
            return
        known = _read(self._name)
        if sum(map(len, known.values())) > MOST:
            known = {}
        cache.save(self._name, marshal.dumps({**known, **new}))


def save_all() -> None:
    """Write what all environments of this process have compiled; called once, at the end of a command."""
    for codes in list(_open):
        codes.save()


def _read(name: str) -> dict[str, bytes]:
    data = cache.load(name)
    try:
        known = marshal.loads(data) if data else {}  # noqa: S302 - as above
    except (EOFError, ValueError, TypeError):
        known = {}
    return known if isinstance(known, dict) else {}


def _name(env: Environment) -> str:
    return f"codes {signature(env)}"


def signature(env: Environment) -> str:
    """What compiled code depends on: which filters and tests there are, and what they are passed."""
    parts = []
    for table in (env.filters, env.tests):
        for name, function in sorted(table.items()):
            parts.append(f"{name}:{getattr(function, 'jinja_pass_arg', None)}")
        parts.append("")
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _key(env: Environment, source: str, kind: str) -> str:
    lane = f"{kind} {env.code_generator_class.__name__} {env.autoescape}"
    return blake2b(f"{lane}\0{source}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
