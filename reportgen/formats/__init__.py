"""Loads a district's declarations, with inheritance. Runs nothing of them."""

from reportgen.formats.format import Document, Expression, Format, Rule
from reportgen.formats.library import Library
from reportgen.formats.loading import load

__all__ = ["Document", "Expression", "Format", "Library", "Rule", "load"]
