"""Renders a format again and again while she edits it: only what a save has changed.

Holds the data set and what was computed; a saved template renders its own documents, a saved YAML
file or data set begins anew. Waiting for saves is the command's; nothing here looks at a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.finding import Severity
from reportgen.formats import load
from reportgen.pack.build import Planned, plan_documents
from reportgen.pack.prepare import compute_only
from reportgen.render.documents import render_document
from reportgen.studio.sample import sample
from reportgen.writer import WriteError, safe_document_name, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats import Library
    from reportgen.pack.prepare import Prepared

_TEMPLATES: Final = frozenset({".docx", ".xlsx"})


@dataclass(slots=True)
class Result:
    """What one save led to: the files written, those that could not be, and the findings."""

    written: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Trial:
    """One format being tried with one data set, into one folder.

    `wanted` narrows the documents to those whose name holds it; of a document for each project only
    the first `most` are made.
    """

    def __init__(
        self,
        library: Library,
        format_id: str,
        out: Path,
        *,
        data: Path | None = None,
        wanted: str = "",
        most: int = 1,
    ) -> None:
        self.library = library
        self.format_id = format_id
        self.out = out
        self.data = data
        self.wanted = wanted
        self.most = most
        self.prepared: Prepared | None = None
        self.planned: list[Planned] = []
        self._watched: dict[Path, None] = {}

    def begin(self) -> Result:
        """Reads everything and renders all documents; what could be read last stays in use."""
        result = Result()
        prepared, findings = self._compute()
        result.findings += [f for f in findings if f.severity is not Severity.HINT]
        if any(self._stops(f) for f in findings):
            # A half-saved YAML file would render as if lines were missing: wait for the next save.
            return result
        self.prepared = prepared or self.prepared
        if self.prepared is None:
            return result
        planned, faults = plan_documents(self.prepared)
        result.findings += faults
        self.planned = list(self._chosen(planned))
        self._render(self.planned, result)
        return result

    def saved(self, changed: Iterable[Path]) -> Result:
        """Renders what depends on the files that were saved."""
        changed = {path.resolve() for path in changed}
        templates = {item.declared.template.resolve() for item in self.planned}
        if self.prepared is None or any(
            path.suffix.lower() not in _TEMPLATES
            or path not in templates
            or path == (self.data.resolve() if self.data else None)
            for path in changed
        ):
            return self.begin()
        result = Result()
        items = [p for p in self.planned if p.declared.template.resolve() in changed]
        self._render(items, result)
        return result

    def watched(self) -> list[Path]:
        """The folders of the format, and the data set with what belongs to it.

        A folder stays watched while a half-saved file hides that it belongs to the format.
        """
        from reportgen.checks.explanations import explanations_file

        chain, _ = self.library.chain(self.format_id)
        own = [folder.path for folder in chain]
        if self.data is not None:
            own += [self.data, explanations_file(self.data), self.data.with_suffix("")]
        self._watched |= dict.fromkeys(own)
        return list(self._watched)

    def _compute(self) -> tuple[Prepared | None, list[Finding]]:
        if self.data is not None:
            return compute_only(self.data, self.library, self.format_id)
        form, findings = load(self.library, self.format_id)
        if form is None:
            return None, findings
        prepared, faults = sample(form)
        return prepared, [*findings, *faults]

    def _stops(self, finding: Finding) -> bool:
        """Whether a file of the format itself cannot be read as it is meant."""
        if finding.severity is not Severity.ERROR or finding.code[0] not in "SF":
            return False
        file = finding.place.file if finding.place else ""
        return not file or "/" in file

    def _chosen(self, planned: Iterable[Planned]) -> Iterator[Planned]:
        made: dict[str, int] = {}
        for item in planned:
            name = item.declared.declaration.name
            made[name] = made.get(name, 0) + 1
            if self.wanted in name and made[name] <= self.most:
                yield item

    def _render(self, items: Iterable[Planned], result: Result) -> None:
        assert self.prepared is not None
        environment = self.prepared.context.environment
        for item in items:
            rendered, faults = render_document(item.declared.template, environment, item.names)
            result.findings += [f for f in faults if f not in result.findings]
            if rendered is None:
                continue
            path = self.out / safe_document_name(item.file_name)
            try:
                write_atomic(path, rendered[0])
            except WriteError as error:
                result.refused.append(str(error))
            else:
                result.written.append(path)
