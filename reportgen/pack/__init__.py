"""The report pack on disk: put in place whole, never over the user's work, and read back.

It makes no document: rendering does.
"""
