"""Runbooks: their catalogue, what they apply to, their commands; no page and no command line."""
