"""Tests of editions: built whole, kept, mended."""
