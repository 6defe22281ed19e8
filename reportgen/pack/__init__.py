"""The report pack on disk: put in place whole, never over the user's work, and read back.

It makes no document: rendering does.
"""

from reportgen.pack.figure_map import Printed, Printing, parse_figures
from reportgen.pack.install import PackReport, install
from reportgen.pack.layout import Layout, pack_folder
from reportgen.pack.manifest import (
    Copy,
    Entry,
    Left,
    Manifest,
    PackMeta,
    State,
    load_manifest,
)
from reportgen.pack.plan import Document
from reportgen.pack.staging import recover

__all__ = [
    "Copy",
    "Document",
    "Entry",
    "Layout",
    "Left",
    "Manifest",
    "PackMeta",
    "PackReport",
    "Printed",
    "Printing",
    "State",
    "install",
    "load_manifest",
    "pack_folder",
    "parse_figures",
    "recover",
]
