"""Endpoints: what is aimed at, rounds, and what is kept."""
