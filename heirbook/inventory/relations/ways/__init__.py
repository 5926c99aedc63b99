"""One file a kind of way from a public name to what answers; they never import each other.

Each has `WAY` and `find(facts)`, which yields the names with where they lead.
"""
