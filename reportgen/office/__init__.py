"""Office files as packages: members of the zip, and light XML trees. Knows nothing of reports."""
