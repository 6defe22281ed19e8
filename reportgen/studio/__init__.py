"""For those who make forms and fill them in: the fill-in workbook, and YAML ↔ workbook."""
