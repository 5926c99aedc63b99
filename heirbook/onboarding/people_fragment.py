"""The lines of `inventory/people.yml` that declare a key; an operator puts them there by hand."""

from datetime import date

from heirbook.onboarding.public_key import Judged


def people_fragment(judged: Judged, person: str, today: date) -> str:
    """Return the lines that declare a judged key for a person."""
    return (
        f"  {person}:\n"
        "    ssh_keys:\n"
        f'      - key: "{judged.line}"\n'
        f"        added: {today.isoformat()}\n"
    )
