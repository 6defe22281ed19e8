"""政府收支分类科目 by year: code ↔ name, level, parent; the built-in lists and a bureau's own.

Knows nothing of data sets or forms. Importing a list stands in `importing`.
"""

from reportgen.catalogue.catalogue import Catalogue, Classification, Subject, load, newest_year
from reportgen.catalogue.checking import check_subject

__all__ = ["Catalogue", "Classification", "Subject", "check_subject", "load", "newest_year"]
