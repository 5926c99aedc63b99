"""Declared files, the store, history and changes."""
