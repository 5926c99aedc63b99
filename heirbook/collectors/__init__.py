"""Asking servers: transports, the one script, its frames, the sections and the run over all sources.

Here belongs everything that opens a connection or parses an answer.
Keeping what was seen does not (`inventory`).
"""
