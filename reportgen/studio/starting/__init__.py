"""Begins a format: from another format, and from the bureau's own form with tags proposed in place."""
