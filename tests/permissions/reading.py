"""The table of `expected` as data: (row, method, account) → letters."""

from functools import cache

from tests.permissions.expected import COLUMNS, TABLE

SCOPES = ("own", "foreign", "other", "missing")


@cache
def rows() -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for line in TABLE.splitlines():
        if line and not line.startswith("#"):
            name, method, *cells = line.split()
            assert (name, method) not in found, f"{name} {method} stands twice"
            found[name, method] = _by_account(name, cells)
    return found


def _by_account(name: str, cells: list[str]) -> dict[str, str]:
    assert len(cells) == len(COLUMNS), f"{name} has {len(cells)} cells"
    assert {len(cell) for cell in cells} <= {1, 4}, name
    accounts = zip(COLUMNS.values(), cells, strict=True)
    return {kind: cell for kinds, cell in accounts for kind in kinds}


def places(row: str, method: str, letters: str) -> tuple[str, ...]:
    """Where a cell is asked; a single letter of a row about things is asked near and at nothing."""
    if len(letters) == len(SCOPES):
        return SCOPES
    about_things = any(len(cell) > 1 for cell in rows()[row, method].values())
    return (SCOPES[0], SCOPES[-1]) if about_things else SCOPES[:1]


def full(letters: str) -> str:
    return letters if len(letters) == len(SCOPES) else letters * len(SCOPES)


def url_name(row: str) -> str:
    return row.partition("/")[0]


def kinds() -> list[str]:
    return sorted({kind for cells in rows().values() for kind in cells})


def writers(row: str) -> list[str]:
    """Who gets something written at the own unit."""
    return [kind for kind, cell in rows()[row, "POST"].items() if cell[0] == "D"]


def first_letter(row: str, method: str, letters: str) -> str:
    """An account that is answered with one of the letters at the own unit."""
    return next((k for k, cell in rows()[row, method].items() if cell[0] in letters), "")
