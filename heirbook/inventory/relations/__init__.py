"""What hangs together: parts, addresses, data, backups, people; derived anew, never stored.

Pure functions on what was declared and observed. A relation that nothing proves is left out or
said to be unknown; nothing here guesses, and nothing here asks a server.
"""
