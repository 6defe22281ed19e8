"""Many departments in one run (`reportgen batch`): tasks, processes, machines, record, summary.

How one pack is made stands in `reportgen.pack.build`; nothing here prints.
"""
