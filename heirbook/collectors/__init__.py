"""Asking servers: transports, the one script, its frames, the sections, the run over all.

Here belongs everything that opens a connection or parses an answer.
Keeping what was seen does not (`inventory`).
"""
