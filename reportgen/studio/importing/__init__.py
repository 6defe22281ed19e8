"""Imports exports of the budget platform and published tables, as a mapping file says (映射.yaml).

`mapping` reads the file, `raw` the sheets, `heads` finds their heads, `rows` reads what stands below
them, `cross` finds leaf lines in tables that only give sums, `assemble` makes the data set,
`changes` compares two of them, `writing` puts one to disk as text.
"""
