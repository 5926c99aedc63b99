"""Endpoints as sources: the client, its limits, and rounds of probes."""
