"""Clusters as sources: the ways to them, their answers kind by kind, and their role."""
