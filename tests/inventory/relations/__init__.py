"""Tests of what hangs together."""
