"""Proves that tests can fail: plants each defect of tests/planted in a copy and runs its test.

A patch opens with `# test: tests/…::…` and, where it needs PostgreSQL, `# services`.
`scripts/planted.py [name …]` takes only the patches whose file name holds a given word.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "__pycache__", ".*_cache", "docs", "node_modules"
)
FAILED = 1  # pytest's exit code for "tests ran and some failed"


@dataclass(frozen=True)
class Defect:
    patch: Path
    test: str
    services: bool


def read(patch: Path) -> Defect:
    head = [line.strip() for line in patch.read_text().splitlines() if line.startswith("#")]
    tests = [line.removeprefix("# test:").strip() for line in head if line.startswith("# test:")]
    if len(tests) != 1:
        sys.exit(f"{patch.name} must open with one line `# test: tests/…::…`.")
    return Defect(patch, tests[0], "# services" in head)


def chosen(words: list[str]) -> list[Defect]:
    patches = sorted(Path(ROOT, "tests", "planted").glob("*.patch"))
    return [read(p) for p in patches if not words or any(word in p.stem for word in words)]


def run_tests(tree: Path, tests: list[str], *, services: bool) -> int:
    options = ["--services"] if services else []
    command = [sys.executable, "-m", "pytest", "-q", "-x", *options, *tests]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("INNOVATION_VAR", None)
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)
    if done.returncode not in (0, FAILED):
        print(done.stdout[-2000:], done.stderr[-1000:])
    return done.returncode


def green_without(tree: Path, defects: list[Defect]) -> bool:
    """All the tests named, run at once, before anything is planted."""
    for services in (False, True):
        tests = sorted({defect.test for defect in defects if defect.services == services})
        if tests and run_tests(tree, tests, services=services) != 0:
            print(f"Without any defect not all of these are green: {', '.join(tests)}")
            return False
    return True


def plant(tree: Path, defect: Defect, *, back: bool = False) -> bool:
    command = ["git", "apply", *(["--reverse"] if back else []), str(defect.patch)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr.strip())
    return done.returncode == 0


def verdict(tree: Path, defect: Defect) -> str:
    """Empty when the test turns red with the defect."""
    if not plant(tree, defect):
        return "the patch no longer applies"
    code = run_tests(tree, [defect.test], services=defect.services)
    plant(tree, defect, back=True)
    return "" if code == FAILED else "its test did not turn red"


def main() -> int:
    defects = chosen(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        tree = Path(folder, "tree")
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        if not green_without(tree, defects):
            return 1
        wrong = 0
        for defect in defects:
            trouble = verdict(tree, defect)
            wrong += bool(trouble)
            print(f"{defect.patch.stem:<40} {trouble or 'red, as it should be'}", flush=True)
    print(f"{len(defects) - wrong} of {len(defects)} planted defects turn their test red.")
    return 1 if wrong or not defects else 0


if __name__ == "__main__":
    sys.exit(main())
