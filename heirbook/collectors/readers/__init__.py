"""Readers of what programs on a server print, that sections share."""
