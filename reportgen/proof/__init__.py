"""Proof-reads finished documents without a data set: published reports, hand-edited files.

Word, Excel and plain text are read as paragraphs and tables; sums, rates, changes, leftovers and
figures that two places state differently are held against each other. Not for data sets (`checks`)
and not for the documents of a build, whose figures are known (`render.readback`).
"""

from reportgen.proof.run import look_over, proofread

__all__ = ["look_over", "proofread"]
