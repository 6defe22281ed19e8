"""Everything that is wrong with a format, at once: `reportgen format check`.

The names that a template uses are tried on a data set that is made up from the format's own
contract, every branch of it; then the format is rendered with data sets full of odd values.
"""
