"""The vocabulary itself: walks the names of a Context and says of each what it is.

Everything comes from the declarations: views explain their names, fields.yaml and the common
sections their fields, the format its own names, the language its functions and filters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from reportgen.compute.charts import ChartsView
from reportgen.compute.context import MEANINGS
from reportgen.compute.numbers import number_formats
from reportgen.compute.projects import IndicatorView, ProjectView
from reportgen.compute.texts import ParagraphView
from reportgen.compute.views import LedgerView, RowView
from reportgen.figure import RATIO, YUAN, Figure
from reportgen.language.environment import compile_block
from reportgen.language.meanings import ALIASES, FILTERS, FUNCTIONS, LOOP
from reportgen.language.phrases import PhraseBook
from reportgen.language.printing import MONEY_UNITS
from reportgen.language.views import Listing, View
from reportgen.model.fields import FieldType
from reportgen.studio.vocabulary.paths import FILTER, FUNCTION, ITEM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.compute.context import Context
    from reportgen.model.fields import Field

_LONGEST: Final = 40
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
_DEEPEST: Final = 6
_FLAT: Final = _DEEPEST
"""The depth at which a value is not gone into."""
_POINTS: Final = "分"
_LOOPS: Final = {"项目": "项", "单位": "位"}
"""Loop variables that the templates of the program use; 行 for all others."""
_LEDGER: Final = (
    ("合计", "{{ %s.合计 | 万元 }}"),
    ("金额", '{{ %s.金额(类型="基本支出") | 万元 }}'),
    ("按", '{%%tr for 行 in %s.按("功能科目") %%}'),
    ("明细", "{%%tr for 行 in %s.明细() %%}"),
    ("行数", "{{ %s.行数 }}"),
)
_INCOME: Final = ('类型="基本支出"', '资金性质="一般公共预算拨款"')
"""The condition of the examples about expenditure, and what stands for it in those about income."""
_ROW: Final = (
    ("代码", "{{ 行.代码 }}"),
    ("名称", "{{ 行.名称 }}"),
    ("级次", "{{ 行.级次 }}"),
    ("深度", "{{ 行.深度 }}"),
    ("末级", "{% if 行.末级 %}{% endif %}"),
    ("下级", "{%tr for 细 in 行.下级 %}"),
    ("金额", '{{ 行.金额(类型="基本支出") | 万元 }}'),
    ("下级合计", "{{ 行.下级合计() | 万元 }}"),
)
_AMOUNT: Final = Decimal("1234567.89")
_RATE: Final = Decimal("0.98765")
_ONCE: Final = (ProjectView, IndicatorView, ParagraphView)
"""Rows that are explained where they are met first."""
_UNITS: Final = {YUAN: "元", RATIO: "比率"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a template can write.

    `path` is what uses are found by; `tag` is to be copied; `example` is what it prints.
    """

    group: str
    tag: str
    meaning: str
    unit: str
    example: str
    path: str


def entries(context: Context) -> list[Entry]:
    """Every name of a Context, then functions, number formats and other filters."""
    walk = _Walk(context)
    ordered = [name for name in MEANINGS if name in context.names]
    rest = [name for name in context.names if name not in MEANINGS]
    for name in (*ordered, *rest):
        walk.top(name, context.names[name])
    order = {
        group: number for number, group in enumerate(dict.fromkeys(e.group for e in walk.found))
    }
    return [*sorted(walk.found, key=lambda entry: order[entry.group]), *_language(context)]


class _Walk:
    """Goes through the names; `names` grows by the loop variables it is inside."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.contract = context.year.contract
        self.names: dict[str, object] = dict(context.names)
        self.found: list[Entry] = []
        self._explained: dict[type, str] = {}

    def top(self, name: str, value: object) -> None:
        expression = self.context.format.names.get(name)
        section = self.contract.sections.get(name)
        meaning = MEANINGS.get(name) or (section.meaning if section else "")
        group = f"{name}：{meaning}" if meaning else name
        if isinstance(value, LedgerView):
            self._ledger(group, name, value)
        elif isinstance(value, PhraseBook):
            self._phrases(group)
        elif isinstance(value, ChartsView):
            for chart in value.names():
                self._add(group, f"{{{{ 图表.{chart} }}}}", meaning, "", f"图表.{chart}")
        elif name == "图表" and isinstance(value, View):
            for chart in value.names():
                title = self.context.format.charts[chart].declaration.title
                self.found.append(
                    Entry(group, f"{{{{ 图表.{chart} }}}}", title, "", "", f"图表.{chart}")
                )
        elif name == "上年":
            for path in ("上年.支出.合计", "上年.收入.合计"):
                self._add(group, f"{{{{ {path} | 万元 }}}}", meaning, YUAN, path)
        elif callable(value):
            return  # a function: explained with the others
        elif expression is not None or any(
            n.startswith(f"{name}.") for n in self.context.format.names
        ):
            self._computed(name, value)
        elif isinstance(value, View | list):
            self._value(group, name, name, value, meaning, 0)
        else:
            self._value("总的", name, name, value, meaning, 0)

    def _computed(self, name: str, value: object) -> None:
        group = "取数：版式自己算好的名称"
        names = [n for n in self.context.format.names if n == name or n.startswith(f"{name}.")]
        for own in names:
            expression = self.context.format.names[own]
            inner = value
            if own != name and isinstance(value, View):
                inner = value.get(own.removeprefix(f"{name}."))
            meaning = f"＝ {expression.source}"
            if isinstance(inner, list) and inner and isinstance(inner[0], View):
                self._add(group, f"{{%tr for 项 in {own} %}}", meaning, "", own)
            else:
                self._value(group, own, own, inner, meaning, _FLAT)

    def _ledger(self, group: str, name: str, ledger: LedgerView) -> None:
        for part, pattern in _LEDGER:
            written = pattern.replace(*_INCOME) if name == "收入" else pattern
            unit = YUAN if part in {"合计", "金额"} else ""
            self._add(group, written % name, ledger.meaning(part), unit, f"{name}.{part}")
        rows = ledger.by("功能科目")
        self._rows(name, rows)
        lines = ledger.lines()
        if lines:
            inner = f"{name}.明细(…) 的每一笔"
            self.names["行"] = lines[0]
            for part in lines[0].names():
                meaning = lines[0].meaning(part)
                path = f"{name}.明细{ITEM}.{part}"
                self._value(inner, f"行.{part}", path, lines[0].get(part), meaning, _FLAT)
            del self.names["行"]

    def _rows(self, name: str, rows: list[RowView]) -> None:
        group, path = f"{name}.按(…) 的每一行", f"{name}.按{ITEM}"
        if rows:
            self.names["行"] = rows[0]
        for part, pattern in _ROW:
            written = pattern.replace(*_INCOME) if name == "收入" else pattern
            unit = YUAN if part in {"金额", "下级合计"} else ""
            meaning = RowView.meanings[part]
            self._add(group, written, meaning, unit, f"{path}.{part}")

    def _phrases(self, group: str) -> None:
        phrases = self.context.format.phrases
        for phrase in phrases.phrases.values() if phrases else ():
            declared = phrase.declaration
            given = ", ".join([*declared.parameters, *(f"{n}=…" for n in declared.optional)])
            tag = f"{{{{ 短语.{phrase.name}({given}) }}}}"
            says = declared.remark or f"印成：{' '.join(declared.text.split())[:_LONGEST]}"
            self.found.append(Entry(group, tag, says, "", "", f"短语.{phrase.name}"))

    def _value(
        self, group: str, tag: str, path: str, value: object, meaning: str, depth: int
    ) -> None:
        if isinstance(value, list | Listing):
            self._list(group, tag, path, value, meaning, depth)
        elif isinstance(value, View) and depth < _DEEPEST:
            for name in value.names():
                self._value(
                    group, f"{tag}.{name}", f"{path}.{name}", value.get(name),
                    self._meaning(value, path, name), depth + 1,
                )  # fmt: skip
        elif isinstance(value, dict):
            for name, inner in value.items():
                self._value(group, f"{tag}.{name}", f"{path}.{name}", inner, "", depth + 1)
        else:
            self._scalar(group, tag, path, value, meaning)

    def _list(self, group: str, tag: str, path: str, value: Any, meaning: str, depth: int) -> None:
        items = list(value.rows if isinstance(value, Listing) else value)
        records = not items or isinstance(items[0], View | dict)
        if not records:
            self._add(group, f"{{{{ {tag} | 顿号 }}}}", meaning, "", path)
            return
        variable = _LOOPS.get(tag, "行" if not tag.startswith("行") else "细")
        scope = "p" if isinstance(value, Listing) else "tr"
        self._add(group, f"{{%{scope} for {variable} in {tag} %}}", meaning, "", path)
        inner = f"{tag} 的每一{'段' if scope == 'p' else '行'}（{variable}）"
        kind = type(items[0]) if items else list
        if kind in _ONCE:
            if kind in self._explained:
                self.found[-1] = replace(
                    self.found[-1], meaning=f"{meaning}（同“{self._explained[kind]}”）"
                )
                return
            self._explained[kind] = inner
        before = self.names.get(variable)
        if items and depth < _DEEPEST:
            self.names[variable] = items[0]
            self._value(inner, variable, f"{path}{ITEM}", items[0], "", depth + 1)
        elif not items and (section := self.contract.sections.get(path)) is not None:
            for spec in section.fields:
                unit = YUAN if spec.type is FieldType.AMOUNT else spec.unit
                tag, own = (
                    f"{{{{ {variable}.{spec.name}{_number(unit)} }}}}",
                    f"{path}{ITEM}.{spec.name}",
                )
                self._add(inner, tag, _explained(spec), unit, own, example=False)
        self.names.pop(variable, None)
        if before is not None:
            self.names[variable] = before

    def _scalar(self, group: str, tag: str, path: str, value: object, meaning: str) -> None:
        if callable(value):
            return
        unit = value.unit if isinstance(value, Figure) else ""
        printed = _number(unit)
        if isinstance(value, str) and _ISO.fullmatch(value):
            printed = " | 日期"
        self._add(group, f"{{{{ {tag}{printed} }}}}", meaning, unit, path)

    def _meaning(self, view: View, path: str, name: str) -> str:
        """What a name of a view is; for a field of the data with its options."""
        said = view.meaning(name)
        section = self.contract.sections.get(path.partition(ITEM)[0])
        declared = section.by_name.get(name) if section and path.count(".") == 0 else None
        if declared is not None and (not said or said == declared.meaning):
            return _explained(declared)
        texts = self.contract.sections.get("文字说明")
        if not said and path == "文字" and texts and name in texts.by_name:
            return texts.by_name[name].meaning
        return said

    def _add(
        self, group: str, tag: str, meaning: str, unit: str, path: str, *, example: bool = True
    ) -> None:
        shown = self._example(tag) if example and tag.startswith("{{") else ""
        self.found.append(Entry(group, tag, meaning, _UNITS.get(unit, unit), shown, path))

    def _example(self, tag: str) -> str:
        try:
            text = compile_block(self.context.environment, tag).render(self.names)
        except Exception:  # noqa: BLE001 - a name that prints nothing by itself has no example
            return ""
        text = " ".join(text.split())
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _number(unit: str) -> str:
    """The filter that a figure of a unit is printed with."""
    if unit in MONEY_UNITS:
        return " | 万元"
    return {RATIO: " | 百分比", _POINTS: " | 得分"}.get(unit, "")


def _explained(spec: Field) -> str:
    options = f"（{'、'.join(spec.options)}）" if spec.options else ""
    return f"{spec.meaning}{options}"


def _language(context: Context) -> Iterator[Entry]:
    for name, function in FUNCTIONS.items():
        tag = f"{{{{ {function.written} }}}}"
        yield Entry("函数", tag, function.says, "", "", f"{FUNCTION}{name}")
    for name, says in LOOP.items():
        yield Entry("循环里的", f"{{{{ {name} }}}}", says, "", "", name)
    for name, form in number_formats(context.format).items():
        unit = _UNITS.get(form.unit, form.unit)
        number = _RATE if form.unit == RATIO else _AMOUNT
        sign = "" if form.unit == RATIO or not form.unit else "元"
        says = f"{number}{sign} 印成 {form.text(number)}"
        tag = f"{{{{ … | {name} }}}}"
        yield Entry("数的写法", tag, says, unit, form.text(number), f"{FILTER}{name}")
    for name, meaning in FILTERS.items():
        also = [other for other, same in ALIASES.items() if same == name]
        says = meaning.says + (f"（也可以写 {'、'.join(also)}）" if also else "")
        yield Entry("其他写法", f"{{{{ {meaning.written} }}}}", says, "", "", f"{FILTER}{name}")
