"""`python -m heirbook` is the command `heirbook`."""

from heirbook.cli.main import run

if __name__ == "__main__":
    run()
