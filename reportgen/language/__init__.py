"""What templates, rules and authored text can say: names, numbers as they are printed, formulas.

Nothing is imported here, so that a command that needs no templates does not load Jinja.
"""
