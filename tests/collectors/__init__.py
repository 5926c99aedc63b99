"""Asking servers: the script and its frames, sections, transports, hostile servers."""
