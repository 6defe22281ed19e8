"""Word documents merged three ways; `merge_document` is all that others use."""

from reportgen.merge.word.document import merge_document

__all__ = ["merge_document"]
