"""Begins a format: its files as bytes, from a base, copies of the base's files, and official forms.

Nothing is written here; `tried` renders what was written with made-up data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from reportgen import catalogue as catalogues
from reportgen.formats import load
from reportgen.formats.overlay import FILES, merged_file
from reportgen.formats.soundness import TAKEN
from reportgen.model.values import nearest
from reportgen.office.package import PackageError
from reportgen.place import Place
from reportgen.sources.tree import Mapping, Sequence
from reportgen.studio.origins import label
from reportgen.studio.sample import sample
from reportgen.studio.starting import kinds
from reportgen.studio.starting.declared import (
    PENDING,
    Begun,
    Start,
    fields_yaml,
    format_yaml,
    pending_page,
    points_that_do_not_add_up,
    scoring_yaml,
)
from reportgen.studio.starting.found import Found
from reportgen.studio.starting.grid import Plan, bare, label_of
from reportgen.studio.starting.indicators import lists_projects
from reportgen.studio.starting.labels import is_label
from reportgen.studio.starting.ledgers import LedgerSheet, is_ledger
from reportgen.studio.starting.lists import ListTables
from reportgen.studio.starting.pieces import money_unit, with_labels, with_ticks, with_year
from reportgen.studio.starting.projects import ProjectForm, is_project_form
from reportgen.studio.starting.whole_checks import checks_yaml
from reportgen.unread import why_unread

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.catalogue import Catalogue
    from reportgen.finding import Finding
    from reportgen.formats import Library
    from reportgen.formats.library import Folder
    from reportgen.studio.starting.excel_form import ExcelForm
    from reportgen.studio.starting.grid import Grid
    from reportgen.studio.starting.word_form import WordForm

_NAME: Final = re.compile(r"[\w\-]{1,60}")
_KNOWN: Final = frozenset({".docx", ".xlsx"})
_TITLES: Final = 8
"""So many paragraphs at the beginning may be titles, whose year is replaced whatever it is."""
_GAP: Final = re.compile(
    r"(?:[XxＸ×*＊]{2,}|_{2,}|…{2,}万)(?=\s*(?:亿|万)?元|\s*[%％个项辆人台次平])"
)
_YEAR: Final = re.compile(r"(20\d\d)(年度?|—|-|_)?")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be begun; `year` 0 where the format is not for one year."""

    name: str
    base: str
    year: int = 0
    region: str = ""
    title: str = ""
    copies: tuple[str, ...] = ()
    forms: tuple[Path, ...] = ()


@dataclass(slots=True)
class Made:
    """The files of the format by name; `id` is the folder that they belong in."""

    id: str
    files: dict[str, bytes] = field(default_factory=dict)
    documents: list[Begun] = field(default_factory=list)


def begin(wish: Wish, library: Library) -> tuple[Made | None, list[Finding]]:
    """The files of the new format; None where it cannot be begun."""
    if not _NAME.fullmatch(wish.name):
        why = "只能有字母、数字、连字符、下划线和汉字"
        return None, [kinds.BAD_FORMAT_NAME.at(None, name=wish.name[:60], why=why)]
    inner = bool(wish.year) and library.path(wish.name) is not None
    made = Made(f"{wish.name}/{wish.year}" if inner else wish.name)
    if (there := library.path(made.id)) is not None:
        return None, [kinds.FORMAT_EXISTS.at(None, name=made.id, folder=there)]
    base, findings = load(library, wish.base)
    if base is None:
        return None, findings
    chain, _ = library.chain(wish.base)
    findings += _copy(wish, chain, made)
    catalogue, faults = catalogues.load(wish.year or catalogues.newest_year())
    findings += faults
    names = TAKEN | base.contract.sections.keys() | {name.partition(".")[0] for name in base.names}
    for path in wish.forms:
        begun, faults = _from_form(path, catalogue, made, names)
        findings += faults
        if begun is not None:
            # A template that the base has under this name is taken over by its document's name.
            templates = {d.declaration.template: d.declaration.name for d in base.documents}
            begun.name = templates.get(begun.template, begun.name)
            if begun.name in {other.name for other in made.documents}:
                begun.name += "（工作簿）" if path.suffix.lower() == ".xlsx" else "（文档）"
            made.documents.append(begun)
    if any(f.code in {kinds.BAD_FORM.code, kinds.NOT_IN_CHAIN.code} for f in findings):
        return None, findings
    title = wish.title or (f"{base.name}（{wish.year}年）" if inner else wish.name)
    regions = [wish.region] if wish.region else []
    years = f"{wish.year}-" if wish.year and not inner else ""
    start = Start(title, wish.base, regions, years, made.documents, base)
    if made.documents and (why := points_that_do_not_add_up(start)):
        made.documents[0].found.asks("分值", "一级指标", why)
    _declare(start, made, chain, _command(wish))
    pending = sum(len(begun.found.pending) for begun in made.documents)
    if pending:
        findings.append(kinds.PENDING.at(None, count=pending, file=f"{made.id}/{PENDING}"))
    return made, findings


def _declare(start: Start, made: Made, chain: list[Folder], command: str) -> None:
    texts = {"format.yaml": format_yaml(start, command)}
    texts["fields.yaml"] = fields_yaml(start)
    scoring, _ = merged_file(chain, "scoring.yaml")
    texts["scoring.yaml"] = scoring_yaml(start, _fund_rows(scoring))
    texts["checks.yaml"] = checks_yaml(begun.found for begun in made.documents)
    if made.documents:
        texts[PENDING] = pending_page(start, made.id)
    for name, text in texts.items():
        if text and name not in made.files:
            made.files[name] = text.encode()


def _fund_rows(scoring: Mapping | None) -> list[str]:
    funds = scoring.entries.get("资金") if scoring else None
    rows = funds.entries.get("行") if isinstance(funds, Mapping) else None
    return [label(item) for item in rows.items] if isinstance(rows, Sequence) else []


def _copy(wish: Wish, chain: list[Folder], made: Made) -> list[Finding]:
    """The files asked for, from the nearest folder that has them."""
    findings: list[Finding] = []
    here = {
        path.name: path
        for folder in reversed(chain)
        for path in sorted(folder.path.iterdir())
        if path.is_file() and not path.name.startswith(("~$", "."))
    }
    for name in wish.copies:
        if name in here and name != "format.yaml":
            made.files[name] = here[name].read_bytes()
        else:
            findings.append(
                kinds.NOT_IN_CHAIN.at(None, base=wish.base, name=name, nearest=nearest(name, here))
            )
    return findings


def _command(wish: Wish) -> str:
    return f"reportgen format new {wish.name} --from {wish.base}"


def template_name(path: Path) -> tuple[str, str]:
    """What the document and its template are called: the form's name without its year."""
    stem = _YEAR.sub("", path.stem).replace("（）", "").replace("()", "")
    stem = stem.strip(" -_—") or path.stem
    return stem, f"{stem}{path.suffix.lower()}"


def _from_form(
    path: Path, catalogue: Catalogue, made: Made, names: frozenset[str]
) -> tuple[Begun | None, list[Finding]]:
    place = Place(path.name)
    if path.suffix.lower() not in _KNOWN:
        why = "只认 .docx 和 .xlsx，请先用 Word、Excel 或 WPS 另存"
        return None, [kinds.BAD_FORM.at(place, name=path.name, reason=why)]
    try:
        form = opened(path.read_bytes(), path.suffix.lower())
    except OSError as error:
        return None, [kinds.BAD_FORM.at(place, name=path.name, reason=why_unread(error))]
    except (PackageError, ValueError, KeyError, SyntaxError) as error:
        reason = str(error) if isinstance(error, PackageError) else "文件内容有误"
        return None, [kinds.BAD_FORM.at(place, name=path.name, reason=reason)]
    if any("{{" in text or "{%" in text for text in _texts(form)):
        why = "里面已经有标签，是做好的模板，不是空表；照别的版式做，写 --from 和 --copy"
        return None, [kinds.BAD_FORM.at(place, name=path.name, reason=why)]
    data, found = propose(form, catalogue, names)
    name, template = template_name(path)
    made.files[template] = data
    findings = [] if found.proposed else [kinds.NOTHING_FOUND.at(place, name=path.name)]
    return Begun(name, template, found), findings


def opened(data: bytes, suffix: str) -> ExcelForm | WordForm:
    """A form taken apart; raises PackageError, or ValueError and its like, where it cannot be read."""
    from reportgen.studio.starting.excel_form import ExcelForm
    from reportgen.studio.starting.word_form import WordForm

    return ExcelForm(data) if suffix == ".xlsx" else WordForm(data)


def propose(
    form: ExcelForm | WordForm, catalogue: Catalogue, names: frozenset[str] = TAKEN
) -> tuple[bytes, Found]:
    """The form with tags proposed in place, and what was found in it."""
    from reportgen.studio.starting.word_form import WordForm

    about = partial(_recognised, form, catalogue, names)
    project = any(
        is_project_form(grid) and not is_ledger(grid) and not lists_projects(grid)
        for grid in form.grids
    )
    found = about(of_projects=project)
    single = [grid for grid in form.grids if grid.title not in found.listings]
    if found.of_projects and not any("项." in t for g in single for t in g.plan.texts.values()):
        # What looked like a form about one project is a list that names projects.
        for grid in form.grids:
            grid.plan = Plan()
        found = about(of_projects=False)
    if isinstance(form, WordForm):
        _paragraphs(form, found)
        if form.revised:
            found.guesses("全文", "修订", "表样里有没有接受的修订，已当作全部接受")
    for where, text in _leftovers(form):
        found.asks(where, text, "固定的字里有年份，请看是不是上年的")
    return form.finish(), found


def _texts(form: ExcelForm | WordForm) -> list[str]:
    """All texts of a form, those outside its tables first."""
    from reportgen.studio.starting.word_form import WordForm

    inside = [cell.text for grid in form.grids for cell in grid.cells]
    if not isinstance(form, WordForm):
        return inside
    return [*(form.text(p) for _, p in form.paragraphs), *inside]


def _recognised(
    form: ExcelForm | WordForm, catalogue: Catalogue, names: frozenset[str], *, of_projects: bool
) -> Found:
    """What is found in the tables; their plans are written."""
    from reportgen.studio.starting.word_form import WordForm

    excel = not isinstance(form, WordForm)
    found = Found(names=names)
    texts = _texts(form)
    found.money = next(filter(None, map(money_unit, texts)), "万元")
    found.whole = _is_whole(texts)
    found.economic = catalogue.economic
    found.year = _year_of(texts)
    found.of_projects = of_projects and not found.whole
    seen: dict[tuple[str, ...], str] = {}
    for grid in form.grids:
        same = seen.setdefault(_signature(grid), grid.title)
        _recognise(grid, found, catalogue, excel=excel, project=of_projects and not excel)
        if same != grid.title and grid.plan.texts and is_project_form(grid):
            why = f"与“{same}”是同样的表；程序一个项目生成一份，多余的请删掉"
            found.asks(grid.title, "整张表", why)
    written = [text for grid in form.grids for text in grid.plan.texts.values()]
    written += [loop.opening for grid in form.grids for loop in grid.plan.loops]
    found.final = any('阶段="执行"' in text for text in written)
    found.evaluated = any(re.search(r"执行|完成|得分|总分|等级", text) for text in written)
    return found


def _is_whole(texts: list[str]) -> bool:
    """Whether a form is about a whole department: its title says so, and no project is named."""
    words = [bare(text) for text in texts]
    return any(
        re.search(r"整体.{0,12}(绩效|支出|评价|自评)", text) for text in words if len(text) < 40
    ) and (not any(label_of(text) == "项目名称" for text in texts))


def _signature(grid: Grid) -> tuple[str, ...]:
    """The labels of a table: two filled copies of one form have the same."""
    return tuple(cell.words for cell in grid.cells if cell.words and is_label(cell.words))


def _recognise(
    grid: Grid, found: Found, catalogue: Catalogue, *, excel: bool, project: bool
) -> None:
    if is_ledger(grid) and not _is_evaluation(grid):
        LedgerSheet(grid, found, catalogue).recognise()
    elif project or is_project_form(grid):
        ProjectForm(grid, found, excel=excel).recognise()
    else:
        lists = ListTables(grid, found, excel)
        lists.recognise()
        for cell in grid.cells:
            if cell.row < 5 and cell.words and cell not in grid.plan.texts:
                made = with_labels(cell.text, found, lists.where(cell))
                if made:
                    lists.put(cell, made)
    _years(grid, found)
    _silent(grid, found)


def _year_of(texts: list[str]) -> int:
    """The year that the form is for: the first that one of its titles names; 0 where none does."""
    for text in texts[:40]:
        match = re.search(r"(20\d\d)\s*年度?", text) if len(bare(text)) < 40 else None
        if match:
            return int(match[1])
    return 0


def _years(grid: Grid, found: Found) -> None:
    """Heads such as 2023年决算数: this year's and last year's number give way to tags."""
    for cell in grid.cells if found.year else ():
        if cell in grid.plan.texts or cell.row in grid.plan.removed or len(cell.words) > 30:
            continue
        made = with_year(cell.text, found.year)
        if made != cell.text and grid.plan.put(cell, made):
            found.guesses(f"{grid.title} {cell.name}", cell.text, f"年份换成了标签：{made}")


def _silent(grid: Grid, found: Found) -> None:
    """A table with empty places of which nothing was recognised is told, never passed over."""
    empty = [cell for cell in grid.cells if cell.framed and not cell.words and not cell.formula]
    written = [c for c in grid.plan.texts if "{{" in grid.plan.texts[c] and c in set(empty)]
    if (
        len(empty) >= 2
        and not written
        and not any(n.where.startswith(grid.title) for n in found.pending)
    ):
        name = next((cell.text for cell in grid.cells if cell.words), "")
        found.asks(grid.title, name, f"有 {len(empty)} 个空格，一个也没有认出来，没有写标签")


def _is_evaluation(grid: Grid) -> bool:
    labels = {cell.label for cell in grid.cells}
    return bool(labels & {"项目名称", "一级指标", "三级指标"})


def _paragraphs(form: WordForm, found: Found) -> None:
    for number, (name, paragraph) in enumerate(form.paragraphs):
        text = form.text(paragraph)
        if not bare(text):
            continue
        made = with_labels(text, found, name) or with_ticks(text, "", found, name)
        if not made and (number < _TITLES or found.year):
            made = with_year(text, found.year)
            if made != text:
                found.did(name, text, made)
        if _GAP.search(text):
            found.asks(name, text, "有空着要填的数（XX、下划线），没有写标签")
        if made:
            form.set_text(paragraph, made)


def _leftovers(form: ExcelForm | WordForm) -> list[tuple[str, str]]:
    """Texts that stay and hold a year."""
    return [
        (f"{grid.title} {cell.name}", cell.text)
        for grid in form.grids
        for cell in grid.cells
        if cell not in grid.plan.texts
        and cell.row not in grid.plan.removed
        and re.search(r"20\d\d\s*年", cell.text)
    ]


def tried(library: Library, made: Made) -> list[Finding]:
    """What is wrong with the format as it was written: compiled, and rendered with made-up data."""
    from reportgen.pack.build import render_pack

    form, findings = load(library, made.id)
    if form is None:
        return findings
    prepared, faults = sample(form)
    findings += faults
    _, faults = render_pack(prepared)
    return list(dict.fromkeys([*findings, *faults]))


__all__ = ["FILES", "Made", "Wish", "begin", "opened", "propose", "tried"]
