"""What `build` can be asked for besides: PDFs, page numbers, an edition, what becomes of hand edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from reportgen.frozen import frozen

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.pack.binding import Binding
    from reportgen.pack.install import PackReport
    from reportgen.pack.pdf import PdfReport
    from reportgen.pack.prepare import Prepared


@frozen
class Asked:
    """The options of one call."""

    pdf: bool = False
    pages: bool = False
    edition: str = ""
    computed_scores: bool = False
    discard_edits: bool = False
    tracked: bool = False


def check_asked(asked: Asked) -> Asked:
    """The options, refused where the edition is none."""
    from reportgen.pack.editions import Edition, edition_named

    if edition_named(asked.edition) is None:
        known = "、".join(edition.value for edition in Edition if edition.value)
        raise typer.BadParameter(f"没有“{asked.edition}”，可以写 {known}", param_hint="--edition")
    return asked


def after_build(
    report: PackReport | None, asked: Asked, prepared: Prepared | None
) -> tuple[PdfReport | None, list[Finding]]:
    """The PDFs of a pack that was just put in place; without `--pdf`, which of them are old now."""
    from reportgen.pack import pdf

    if report is None or report.state is None or prepared is None:
        return None, []
    if not asked.pdf:
        return None, pdf.old_pdfs(report.folder)
    return pdf.make_pdfs(report.folder, _binding(asked, prepared))


def _binding(asked: Asked, prepared: Prepared) -> Binding | None:
    """How the public edition is bound into one; other editions are not."""
    from reportgen.pack.editions import Edition

    if asked.edition != Edition.PUBLIC.value:
        return None
    from reportgen.pack.binding import Binding

    context, year = prepared.context, prepared.year
    title = f"{year.name}{year.year}年公开文本"
    return Binding(title, context.environment, context.format.folders)


def show_pdfs(made: PdfReport | None) -> None:
    """What was done with each PDF, a line each."""
    if made is None:
        return
    for names, label in (
        (made.written, "已写入"),
        (made.unchanged, "没有变化"),
        (made.removed, "已删除"),
    ):
        for name in names:
            typer.echo(f"{label}  PDF/{name}")


def pdfs_as_dict(made: PdfReport | None) -> dict[str, object]:
    """The same for JSON; nothing where no PDFs were asked for."""
    if made is None:
        return {}
    done = {"written": made.written, "unchanged": made.unchanged, "removed": made.removed}
    return {"pdf": {**done, "complete": made.complete}}
