"""Reads the environment. A malformed value ends the start with one sentence on what to do."""

import ipaddress
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ

YES = {"1", "true", "yes", "on"}
NO = {"", "0", "false", "no", "off"}
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def refuse(sentence: str) -> NoReturn:
    """SystemExit rather than an error class: every entry point then prints the sentence alone."""
    raise SystemExit(sentence)


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in YES | NO:
        refuse(f"{name} is {value!r}; set it to 1 or 0.")
    return value in YES


def whole_number(name: str, default: int, *, least: int = 1, most: int = 86_400) -> int:
    value = text(name) or str(default)
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        refuse(f"{name} is {value!r}; set it to a whole number from {least} to {most}.")
    return int(value)


def seconds(name: str, default: float, *, least: float = 0.1, most: float = 86_400) -> float:
    value = text(name) or str(default)
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        refuse(f"{name} is {value!r}; set it to a number of seconds from {least} to {most:g}.")
    return number


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name) or default
    if value not in allowed:
        refuse(f"{name} is {value!r}; set it to one of: {', '.join(allowed)}.")
    return value


def words(name: str, default: list[str]) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()] or default


def host_names(name: str, default: list[str]) -> list[str]:
    found = words(name, default)
    for host in found:
        if "/" in host or " " in host:
            refuse(f"{name} holds {host!r}; give host names alone, separated by commas.")
    return found


def origins(name: str) -> list[str]:
    found = words(name, [])
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
            refuse(f"{name} holds {origin!r}; write each origin like https://example.com.")
    return found


def pairs(name: str) -> dict[str, str]:
    """Words like left=right, the left in small letters."""
    found = [word.partition("=") for word in words(name, [])]
    for left, sign, right in found:
        if not (left.strip() and sign and right.strip()):
            refuse(f"{name} holds {left + sign + right!r}; write each entry like host.name=CODE.")
    return {left.strip().lower(): right.strip() for left, _sign, right in found}


def address(name: str, default: str) -> str:
    value = text(name) or default
    try:
        ipaddress.ip_address("127.0.0.1" if value == "localhost" else value)
    except ValueError:
        refuse(f"{name} is {value!r}; set it to an IP address of this machine, like 127.0.0.1.")
    return value


def is_loopback(value: str) -> bool:
    return value == "localhost" or ipaddress.ip_address(value).is_loopback


def state_folder(name: str, default: Path) -> Path:
    """The folder that holds everything the installation keeps; nobody else may read it."""
    folder = Path(text(name) or default).expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        private(folder)
    except OSError as error:
        refuse(
            f"{name} is {str(folder)!r}, which cannot be used ({error.strerror}); name a folder"
            " that the service may write to."
        )
    return folder


def part_of_state(folder: Path) -> None:
    """What stands in its way is told by the probes and checks; it must not keep the pages away."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def private(folder: Path) -> None:
    """A folder on a foreign owner's volume cannot be changed; then it must be writable at least."""
    if folder.stat().st_uid == os.getuid():
        folder.chmod(0o700)
    elif not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(13, "Permission denied")


def secret(name: str, file: Path, *, least: int = 50) -> str:
    """A secret from the environment, else from a file that is made once and shared by all."""
    value = text(name) or _kept_secret(file)
    if len(value) < least:
        refuse(f"{name} is too short; give it at least {least} random characters.")
    return value


def _kept_secret(file: Path) -> str:
    """Exclusive creation through a link: of two processes that start at once, one makes it."""
    if not file.exists():
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def database(name: str, var: Path) -> dict[str, Any]:
    value = text(name) or f"sqlite:///{var / 'innovation.sqlite3'}"
    scheme = value.partition("://")[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        refuse(
            f"{name} is not a database address; write sqlite:////path/to/file or"
            " postgres://user:password@host:5432/name."
        )
    try:
        found: dict[str, Any] = environ.Env.db_url_config(value)
    except Exception:
        found = {}
    if not found.get("NAME"):
        refuse(
            f"{name} names no database; write sqlite:////path/to/file or"
            " postgres://user:password@host:5432/name."
        )
    return found | (_sqlite() if scheme == "sqlite" else _postgresql())


def _sqlite() -> dict[str, Any]:
    return {"OPTIONS": dict(SQLITE_OPTIONS)}


def _postgresql() -> dict[str, Any]:
    return {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": {"connect_timeout": 5}}


def redis_address(name: str) -> str:
    value = text(name)
    if value and (urlsplit(value).scheme not in {"redis", "rediss"} or not urlsplit(value).netloc):
        refuse(f"{name} is not a Redis address; write redis://host:6379/0 or leave it empty.")
    return value


def mail(name: str, folder: Path) -> dict[str, Any]:
    """Django's EMAIL_ settings. Without a server mails go into a folder, one file each."""
    value = text(name)
    if not value:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": str(folder)}
    try:
        found: dict[str, Any] = environ.Env.email_url_config(value)
    except Exception:
        found = {}
    if not found.get("EMAIL_HOST"):
        refuse(f"{name} names no mail server; write smtp+tls://user:password@host:587.")
    return found
