#!/bin/sh
# Writes the locks for every supported Python and platform. The development lock keeps the versions
# of the product's own.
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "make lock needs uv; install it: pip install uv." >&2; exit 1; }
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header "$@"
}
compile requirements.in --output-file requirements.txt
compile requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt
