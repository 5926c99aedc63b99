"""heirbook turns a self-hosted infrastructure into a book that somebody else can run it from.

Here belong the program's packages and the modules that several of them need.
What an operator writes or keeps stands in a workspace, never in here.
"""

__version__ = "0.1.0"
