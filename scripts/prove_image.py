"""Carries out the Dockerfile's steps in a bare Debian root, for where no container engine is.

    sudo python3 scripts/prove_image.py FOLDER

Debian's own Python stands in for the base image's (the same version). Ends with the web service
answering as the image's user. The folder is kept; a second run starts from what is there.
Further mounts, such as a folder of wheels, are named by EXTRA_MOUNTS=/opt/a:/opt/b.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
MIRROR = "http://deb.debian.org/debian"
STAND_IN = "python3,python3-pip,ca-certificates"
# What pip must know on this machine (certificates, wheels) goes along.
PASSED_ON = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}


def steps(dockerfile: str) -> Iterator[tuple[str, str]]:
    """(instruction, rest) with continued lines joined."""
    joined = re.sub(r"\\\n\s*", " ", dockerfile)
    for line in joined.splitlines():
        if line and not line.startswith("#"):
            instruction, _, rest = line.partition(" ")
            yield instruction, rest.strip()


class Root:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.here = "/"
        self.user = "0"
        self.environment = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", **PASSED_ON}

    def carry_out(self, instruction: str, rest: str) -> None:
        match instruction:
            case "ENV":
                self.environment |= dict(pair.split("=", 1) for pair in rest.split())
            case "WORKDIR":
                self.here = rest
                Path(f"{self.folder}{rest}").mkdir(parents=True, exist_ok=True)
            case "COPY":
                self.copy(*rest.split())
            case "RUN":
                print(f"RUN {rest}", flush=True)
                self.run(rest)
            case "USER":
                self.user = rest
            case "FROM" | "VOLUME" | "EXPOSE" | "HEALTHCHECK" | "CMD":
                pass
            case _:
                sys.exit(f"This proof does not know {instruction}.")

    def copy(self, source: str, target: str) -> None:
        into = Path(f"{self.folder}{self.here}", target)
        into.mkdir(parents=True, exist_ok=True)
        left_out = (PROJECT / ".dockerignore").read_text().split()
        options = [f"--exclude={name.removeprefix('**/')}" for name in left_out]
        packed = subprocess.run(
            ["tar", "c", *options, source if source == "." else Path(source).name],
            cwd=PROJECT / (source if source == "." else Path(source).parent),
            capture_output=True,
            check=True,
        )
        subprocess.run(["tar", "x"], input=packed.stdout, cwd=into, check=True)

    def command(self, line: str) -> list[str]:
        return [
            *("chroot", f"--userspec={self.user}:{self.user}", str(self.folder), "/bin/sh", "-ec"),
            f"cd {self.here}; {line}",
        ]

    def run(self, line: str) -> None:
        subprocess.run(self.command(line), env=self.environment, check=True)

    def start(self, line: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command(line), env=self.environment)


def bare_debian(folder: Path) -> None:
    if not (folder / "etc" / "debian_version").exists():
        subprocess.run(
            [
                "debootstrap",
                "--variant=minbase",
                f"--include={STAND_IN}",
                "bookworm",
                str(folder),
                MIRROR,
            ],
            check=True,
        )
    python = folder / "usr" / "local" / "bin" / "python3"
    if not python.exists():
        python.symlink_to("/usr/bin/python3")
    subprocess.run(
        ["chroot", str(folder), "userdel", "innovation"], stderr=subprocess.DEVNULL, check=False
    )
    shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")


def mount(kind: list[str], target: Path, undo: ExitStack) -> None:
    target.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", *kind, str(target)], check=True)
    undo.callback(subprocess.run, ["umount", str(target)], check=True)


def with_mounts(folder: Path, undo: ExitStack) -> None:
    mount(["-t", "proc", "proc"], folder / "proc", undo)
    mount(["--bind", "/dev"], folder / "dev", undo)
    for extra in filter(None, os.environ.get("EXTRA_MOUNTS", "").split(":")):
        mount(["--bind", extra], Path(f"{folder}{extra}"), undo)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(root: Root) -> None:
    """The image's own health check, against the image's own command."""
    root.run("scripts/service-migrate.sh")
    root.environment["PORT"] = str(free_port())
    web = root.start("exec scripts/service-web.sh")
    try:
        for _ in range(60):
            asked = root.start("python3 scripts/healthy.py web 2>/dev/null")
            if asked.wait() == 0:
                print("The web service answers as the image's user.")
                return
            time.sleep(1)
        sys.exit("The web service did not answer.")
    finally:
        web.terminate()
        web.wait()


def main() -> None:
    folder = Path(sys.argv[1]).absolute()
    bare_debian(folder)
    root = Root(folder)
    root.environment |= {"PIP_BREAK_SYSTEM_PACKAGES": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    with ExitStack() as undo:
        with_mounts(folder, undo)
        for instruction, rest in steps((PROJECT / "Dockerfile").read_text()):
            root.carry_out(instruction, rest)
        answers(root)


if __name__ == "__main__":
    main()
