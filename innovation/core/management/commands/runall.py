"""Web server, worker and beat in the foreground, on this machine alone."""

import os
import socket
import sys
from argparse import ArgumentParser
from http.client import HTTPConnection
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from innovation.core.supervisor import Program, Supervisor

DEMO_PASSWORD = "demo-2019"  # noqa: S105 - printed on purpose, demo data only
DEMO_ACCOUNTS = (
    ("secretary", "支部书记", "运营管理部党支部"),
    ("secretary2", "支部书记", "采购仓储配送中心直属党支部"),
    ("secretary3", "支部书记", "五分厂党总支所属党支部"),
    ("clerk", "支部管理员", "五分厂党总支所属党支部"),
    ("lead", "项目负责人", "五分厂党总支所属党支部"),
    ("general", "党总支审核人、书记", "五分厂党总支"),
    ("committee", "党委工作部", "公司党委"),
    ("inspector", "检查组成员", "公司党委"),
    ("finance", "财务核定", "公司党委"),
    ("secrecy", "保密审查员", "公司党委"),
    ("discipline", "纪检委员", "公司党委"),
    ("judge1 … judge7", "评委", "公司党委"),
    ("reader", "查阅员", "公司党委"),
    ("admin", "系统管理员", "全系统"),
    ("secadmin", "安全管理员", "全系统"),
    ("logaudit", "安全审计员", "全系统"),
    ("employee", "职工", "运营管理部党支部"),
)


class Command(BaseCommand):
    help = "Runs web server, worker and beat until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="migrate and so on first")

    def handle(self, *args: Any, **options: Any) -> None:
        require_free_port(settings.BIND, settings.PORT)
        if options["prepare"]:
            call_command("prepare")
        supervisor = Supervisor(programs(), self.stderr.write)
        supervisor.run(ready=answers, announce=self.announce)
        self.stdout.write("Stopped.")

    def announce(self) -> None:
        self.stdout.write(f"\nReady at {address()}  (Ctrl-C stops everything)")
        if settings.DEMO:
            self.stdout.write(f"\nDemo accounts, password {DEMO_PASSWORD} for all:")
            for username, role, where in DEMO_ACCOUNTS:
                self.stdout.write(f"  {username:<16} {role} · {where}")
        self.stdout.flush()


def programs() -> list[Program]:
    os.environ["INNOVATION_PYTHON"] = sys.executable
    folder = settings.ROOT / "scripts"
    return [
        Program("web", [str(folder / "service-web.sh")]),
        Program("worker", [str(folder / "service-worker.sh")], patience=20),
        Program("beat", [str(folder / "service-beat.sh")], patience=5),
    ]


def require_free_port(bind: str, port: int) -> None:
    kind = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(kind) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((bind, port))
        except OSError as error:
            raise CommandError(
                f"{bind}:{port} cannot be used ({error.strerror}); stop what uses it,"
                f" or choose another port: PORT={port % 65535 + 1} make run."
            ) from error


def host() -> str:
    """As a person types it: a wildcard is reached as localhost."""
    wildcard = settings.BIND in {"0.0.0.0", "::"}  # noqa: S104
    return "localhost" if wildcard else settings.BIND


def address() -> str:
    return f"http://{f'[{host()}]' if ':' in host() else host()}:{settings.PORT}/"


def answers() -> bool:
    """Asked without urllib, which would send the question through a configured proxy."""
    connection = HTTPConnection(host(), settings.PORT, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
