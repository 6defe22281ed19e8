"""Whether the code and name of a subject in a data set are those of the year's list.

One subject at a time; level sums and the like are checked elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.catalogue import kinds, lists
from reportgen.catalogue.names import (
    MalformedCode,
    bare_code,
    comparable,
    read_code,
    shown,
    tidy,
)

if TYPE_CHECKING:
    from reportgen.catalogue.catalogue import Classification, Subject
    from reportgen.catalogue.lists import Alias
    from reportgen.finding import Finding
    from reportgen.place import Place

_DIGITS = {"类": 3, "款": 5, "项": 7}


def check_subject(
    classification: Classification,
    code_text: str,
    name_text: str | None,
    place: Place | None,
    *,
    level: str = "",
) -> tuple[str, str, list[Finding]]:
    """The code in plain digits, the name to print, and what is wrong with either.

    `level` (类, 款, 项) is the level the code must have; a code above it that has nothing below it
    passes. A name left out comes from the list; a name that is given is printed as it is given,
    blanks aside, also where it is a finding: the clerk decides. A malformed code comes back as it
    was written.
    """
    name = tidy(name_text or "")
    read = read_code(classification.kind, code_text)
    if isinstance(read, MalformedCode):
        finding = _malformed(classification, code_text, name, read, place)
        return bare_code(code_text), name or tidy(code_text), [finding]
    subject = classification.find(read)
    findings: list[Finding] = []
    if subject is None:
        finding, fallback = _unknown(classification, read, name, place)
        findings.append(finding)
        name = name or fallback
    else:
        if change := classification.change(read):
            state = "还没有" if classification.year < change.first else "已停用"
            doubt = "" if change.sure else "（未核实）"
            findings.append(
                kinds.OTHER_YEAR.at(
                    place,
                    code=read,
                    name=subject.name,
                    year=classification.year,
                    state=state,
                    note=change.note + doubt,
                )
            )
        if name:
            findings += _name(classification, subject, name, place)
        name = name or subject.name
    findings += _level(classification, read, name, level, place)
    return read, name, findings


def _malformed(
    classification: Classification,
    text: str,
    name: str,
    problem: MalformedCode,
    place: Place | None,
) -> Finding:
    code = bare_code(text)
    if not code:
        meant = classification.named(name) if name else []
    elif code.isascii() and lists.kind_of(code) == classification.kind and code.isdigit():
        meant = classification.nearest(code, name)[:1]
    else:
        meant = []
    hint = f"是不是 {_full(meant[0])}？" if len(meant) == 1 else ""
    if problem.suggestion:
        known = classification.name(problem.suggestion)
        hint = f"改为 {problem.suggestion} {known}".rstrip() + "。"
    if not code:
        return kinds.NO_CODE.at(place, hint=hint, name=shown(name) or "空")
    return kinds.MALFORMED_CODE.at(place, hint=hint, code=shown(text), reason=problem.reason)


def _unknown(
    classification: Classification, code: str, name: str, place: Place | None
) -> tuple[Finding, str]:
    """The finding, and the name to print where the data gives none."""
    if doubt := classification.doubt(code):
        if doubt.code == code:
            return (
                kinds.DOUBTFUL_CODE.at(
                    place, subject=f"{code} {name or doubt.name}", note=doubt.note
                ),
                doubt.name,
            )
        note = f"它的上级是 {doubt.code} {doubt.name}，{doubt.note}"
        return kinds.DOUBTFUL_CODE.at(place, subject=f"{code} {name}".strip(), note=note), code
    near = classification.nearest(code, name)
    text = ""
    if near:
        word = "，上级科目是 " if code.startswith(near[0].code) else "，最接近的是 "
        text = word + _full(near[0])
    kind = kinds.NOT_IN_IMPORTED_LIST if classification.imported else kinds.UNKNOWN_CODE
    hint = "相近的科目还有：" + "、".join(_full(s) for s in near[1:4]) + "。" if near[1:] else ""
    finding = kind.at(
        place,
        hint=hint,
        code=code,
        year=classification.year,
        title=classification.title,
        nearest=text,
    )
    return finding, code


def _name(
    classification: Classification, subject: Subject, name: str, place: Place | None
) -> list[Finding]:
    written = comparable(name)
    if written == comparable(subject.name):
        return []
    year = classification.year
    values: dict[str, Any] = {
        "code": subject.code,
        "name": shown(name),
        "expected": subject.name,
        "year": year,
    }
    key = f"科目/{subject.code}/名称"
    figures = (("所写名称", name), ("科目表名称", subject.name))
    builtin = lists.builtin(classification.kind).get(subject.code)
    if builtin and not classification.imported and written == comparable(builtin[0]):
        return [kinds.NEWER_NAME.at(place, **values)]
    known = classification.aliases(subject.code)
    alias = next((other for other in known if comparable(other.name) == written), None)
    certain = alias is not None and _is_certain(alias, year)
    # An imported list settles what the built-in one leaves open.
    settled = classification.imported and alias and alias.kind not in ("写法", "口语")
    if alias is None or (settled and not certain):
        hint = _other_code(classification, subject, name)
        return [kinds.OTHER_NAME.at(place, hint=hint, key=key, figures=figures, **values)]
    if alias.kind == "写法":
        return []
    if certain:
        note = f"（{alias.note}）" if alias.note else ""
        kind = alias.kind
        return [kinds.OLD_NAME.at(place, key=key, figures=figures, kind=kind, note=note, **values)]
    said = {
        "口语": "是口语或简称",
        "新名": "可能是新名称",
        "旧名": "是旧名",
        "疑旧名": "可能是旧名",
        "误写": "是误写",
    }[alias.kind]
    note = said + (f"（{alias.note}）" if alias.note else "")
    return [kinds.UNCERTAIN_NAME.at(place, note=note, **values)]


def _is_certain(alias: Alias, year: int) -> bool:
    """Whether the name is wrong for that year without doubt."""
    if alias.kind == "误写":
        return True
    return alias.kind == "旧名" and year > max(alias.until, alias.maybe) and year >= alias.first


def _other_code(classification: Classification, subject: Subject, name: str) -> str:
    """Where the name belongs to few other codes, a sentence that says so."""
    found = classification.named(name)
    siblings = [other for other in found if other.parent == subject.parent]
    found = siblings or found
    if not 0 < len(found) <= 3:
        return ""
    return f"“{shown(name)}”在科目表里的代码是 {'、'.join(other.code for other in found)}。"


def _level(
    classification: Classification, code: str, name: str, wanted: str, place: Place | None
) -> list[Finding]:
    level = classification.level(code)
    if not wanted or level == wanted:
        return []
    above = len(code) < _DIGITS[wanted]
    if above and classification.find(code) and not classification.children(code):
        return []
    below = classification.children(code) if above else []
    hint = "下级科目有：" + "、".join(_full(s) for s in below[:4]) + "。" if below else ""
    return [
        kinds.WRONG_LEVEL.at(
            place,
            hint=hint,
            key=f"科目/{code}/级次",
            figures=(("代码", code),),
            wanted=wanted,
            digits=_DIGITS[wanted],
            code=code,
            name=shown(name) if name != code else "",
            level=level,
        )
    ]


def _full(subject: Subject) -> str:
    return f"{subject.code} {subject.name}"
