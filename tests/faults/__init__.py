"""Rows F, P and B21 as a user meets them: the whole program over a real workspace."""
