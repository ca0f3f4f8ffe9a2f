# What the service scripts share: the project's root and its Python (a container has no .venv).
cd "$(dirname "$0")/.."
python=${INNOVATION_PYTHON:-.venv/bin/python}
[ -x "$python" ] || python=python3
