"""One file a kind of part: how its identity leads to what was seen; they never import each other.

Each has `KIND` and `find(facts, name)`, where the name is what follows source and prefix.
"""
