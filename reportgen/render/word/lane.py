"""docxtpl's own lane: pictures, subdocuments and rich text, with python-docx holding the package.

The tags are compiled and mean the same as in the fast lane; docxtpl makes the XML of the objects and
python-docx the relations, content types and styles that they need.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from reportgen.language.errors import LanguageError
from reportgen.render.word import kinds
from reportgen.render.word.values import Rich

if TYPE_CHECKING:
    from reportgen.office.package import Member

_BLANKS: Final = re.compile(r">\s+<")


class ObjectFailsError(LanguageError):
    """A picture or subdocument that cannot be put into the document."""

    kind = kinds.OBJECT_FAILS


def picture(data: bytes, width_mm: int = 0) -> Rich:
    """A picture (PNG or JPEG bytes) for `{{ }}`; in its own size where no width is given."""

    def build(template: Any) -> object:
        from docx.shared import Mm
        from docxtpl import InlineImage

        return InlineImage(template, io.BytesIO(data), width=Mm(width_mm) if width_mm else None)

    return Rich(build)


def subdocument(data: bytes) -> Rich:
    """A .docx for `{{p }}`: its paragraphs and tables, with the styles that they use."""
    return Rich(lambda template: template.new_subdoc(io.BytesIO(data)))


def linked_text(text: str, url: str) -> Rich:
    """A text with a hyperlink for `{{r }}`."""

    def build(template: Any) -> object:
        from docxtpl import RichText

        return RichText(text, url_id=template.build_url_id(url))

    return Rich(build)


class DocxtplLane:
    """One document on its way through python-docx."""

    def __init__(self, template: bytes) -> None:
        from docxtpl import DocxTemplate

        self._template: Any = DocxTemplate(io.BytesIO(template))
        self._template.render_init()
        self._parts = {
            str(part.partname).lstrip("/"): part for part in self._template.docx.part.package.parts
        }
        self._built: dict[int, object] = {}

    def enter(self, member: str) -> None:
        """The part that is printed next: pictures belong to it."""
        self._template.current_rendering_part = self._parts[member]

    def xml(self, value: Any) -> str:
        """The XML of a rich object; raises ObjectFailsError."""
        try:
            if isinstance(value, Rich):
                if id(value) not in self._built:
                    self._built[id(value)] = value.build(self._template)
                value = self._built[id(value)]
            elif hasattr(value, "anchor"):
                value.tpl = self._template
            elif hasattr(value, "subdocx"):
                raise ObjectFailsError(reason="子文档要用 subdocument(…) 交给模板")  # noqa: TRY301
            text = str(value)
        except LanguageError:
            raise
        except ImportError as error:
            reason = f"没有安装要用的组件 {error.name}"
            raise ObjectFailsError(reason=reason) from error
        except Exception as error:
            raise ObjectFailsError(reason=str(error)[:80] or type(error).__name__) from error
        return _BLANKS.sub("><", text) if "<w:drawing>" in text else text

    def put(self, member: str, content: bytes) -> None:
        """The printed part, without declaration."""
        from docx.opc.part import XmlPart
        from docx.oxml import parse_xml

        part: Any = self._parts[member]
        if isinstance(part, XmlPart):
            part._element = parse_xml(content)  # noqa: SLF001 - python-docx offers no other way
        else:
            part._blob = content  # noqa: SLF001

    def members(self) -> list[Member]:
        """The members of the document's package."""
        from reportgen.office.package import Member, read

        saved = io.BytesIO()
        self._template.docx.save(saved)
        # python-docx deflates as its zlib does; unpacked, every zlib packs them alike.
        return [Member(item.name, (item.content,)) for item in read(saved.getvalue())]
