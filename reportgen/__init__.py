"""reportgen: a district department's year, from one data set to its official documents."""

__version__ = "0.1.0"
