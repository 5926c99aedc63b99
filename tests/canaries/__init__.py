"""Planted values: in every place that a collection meets, looked for in all that it leaves."""
