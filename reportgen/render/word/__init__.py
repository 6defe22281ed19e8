"""Word documents from templates: the engine, and what only docxtpl can print."""

from reportgen.render.word.engine import CompiledDocument, compile_document

__all__ = ["CompiledDocument", "compile_document"]
