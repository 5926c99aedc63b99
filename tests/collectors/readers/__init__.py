"""Readers of what programs print."""
