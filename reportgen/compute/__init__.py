"""Derived sections and names: roll-ups, comparisons, everything a template or rule can ask for."""
