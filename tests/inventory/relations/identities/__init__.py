"""Tests of the kinds of parts."""
