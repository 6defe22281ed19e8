"""The vocabulary of a format: what its templates can name, what it means, and where it is used."""
