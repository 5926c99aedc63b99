"""Tests of the kinds of subjects."""
