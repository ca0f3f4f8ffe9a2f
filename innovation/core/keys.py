"""Random public addresses: ten letters, easily read aloud, never guessed, never reused."""

import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz"  # without i, l and o, which look like digits
LENGTH = 10


def new_key() -> str:
    """One of 23^10 (4 × 10^13); the unique constraint of the row is the last word."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
