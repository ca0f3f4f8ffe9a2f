"""The containers run what the project runs elsewhere: Python, packages, versions, scripts."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from innovation.checks import PDF_PACKAGES

ROOT = Path(__file__).resolve().parents[2]
APP = {"migrate", "web", "worker", "beat"}
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_compose_file_holds_to_the_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run(
        [*command, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_all_services_are_there() -> None:
    assert set(SERVICES) == APP | {"proxy", "database", "broker"}


@pytest.mark.parametrize("name", sorted(APP))
def test_each_command_is_a_script_that_runs_without_containers(name: str) -> None:
    (script,) = SERVICES[name]["command"]
    assert script == f"scripts/service-{name}.sh"
    assert os.access(ROOT / script, os.X_OK)


def test_only_the_proxy_is_reachable() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert {name for name, service in SERVICES.items() if service["networks"] == ["inside"]} == {
        "database",
        "broker",
    }
    assert COMPOSE["networks"]["inside"]["internal"] is True


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_service_runs_as_root_or_gains_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["user"].split(":")[0] not in {"", "0", "root"}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_each_lasting_service_is_watched(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_nothing_starts_before_the_migration_is_through() -> None:
    for name in APP - {"migrate"}:
        waits = SERVICES[name]["depends_on"]
        assert waits == {"migrate": {"condition": "service_completed_successfully"}}


def test_secrets_come_from_the_environment_and_must_be_given() -> None:
    secrets = ("INNOVATION_SECRET_KEY", "INNOVATION_AUDIT_KEY", "POSTGRES_PASSWORD")
    environment = SERVICES["web"]["environment"] | SERVICES["database"]["environment"]
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if "=" in line and not line.startswith("#")
    )
    for name in secrets:
        assert environment[name] == f"${{{name}:?set it in .env}}"
        assert example[name] == ""


def test_every_value_of_the_example_is_used() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    names = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert names
    assert [name for name in names if f"${{{name}:" not in compose] == []


def test_https_is_on_in_containers() -> None:
    assert SERVICES["web"]["environment"]["INNOVATION_HTTPS"] == "1"
    assert "INNOVATION_DEMO" not in SERVICES["web"]["environment"]


def test_python_is_the_floor_that_the_project_names() -> None:
    (python,) = re.findall(r"^FROM python:(\d+\.\d+)-slim-bookworm$", DOCKERFILE, re.MULTILINE)
    assert PROJECT["project"]["requires-python"] == f">={python}"
    assert PROJECT["tool"]["mypy"]["python_version"] == python
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{python.replace('.', '')}"


def test_image_carries_the_projects_version() -> None:
    version = PROJECT["project"]["version"]
    assert {SERVICES[name]["image"] for name in APP} == {f"innovation:{version}"}


def test_image_installs_the_list_that_make_run_installs() -> None:
    assert "grep -vx python3-venv scripts/packages-run.txt" in DOCKERFILE
    packages = (ROOT / "scripts" / "packages-run.txt").read_text().split()
    assert set(PDF_PACKAGES.split()) <= set(packages)
    assert {"fonts-noto-cjk", "fontconfig"} <= set(packages)


def test_image_runs_as_a_user_of_its_own() -> None:
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
    assert {SERVICES[name]["user"] for name in APP} == {"10001"}


def test_proxy_takes_no_larger_request_than_the_program() -> None:
    (megabytes,) = re.findall(
        r"client_max_body_size (\d+)m;", (ROOT / "deploy" / "nginx.conf").read_text()
    )
    assert int(megabytes) * 1024 * 1024 == settings.REQUEST_MAX_BYTES
