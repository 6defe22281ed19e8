"""The command line: one module a command; each parses, calls and prints."""

import gc

# A command makes many objects that live to its end: so many of them between two searches for cycles.
# Set before anything else is imported, as that alone would cause thirty searches.
gc.set_threshold(100_000, 20, 20)
