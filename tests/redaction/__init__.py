"""Tests of what keeps secret values out."""
