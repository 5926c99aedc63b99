"""What is declared and what was observed, as typed records, and their store on disk.

Here belong models, loaders, the snapshot with its history and what changed in it.
Asking a server does not (`collectors`), judging does not (`findings`).
"""
