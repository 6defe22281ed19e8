"""Reading what was made of a form."""

import io

import docx
import openpyxl


def cells(path_or_data, sheet=0):
    source = io.BytesIO(path_or_data) if isinstance(path_or_data, bytes) else path_or_data
    ws = openpyxl.load_workbook(source).worksheets[sheet]
    return {cell.coordinate: cell.value for row in ws.iter_rows() for cell in row if cell.value}, ws


def rows(path_or_data, table=0):
    source = io.BytesIO(path_or_data) if isinstance(path_or_data, bytes) else str(path_or_data)
    return [
        ["".join(t.text or "" for t in tc.iter("{*}t")) for tc in tr.tc_lst]
        for tr in docx.Document(source).tables[table]._tbl.tr_lst
    ]
