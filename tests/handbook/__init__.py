"""Tests of the renderer and its pages."""
