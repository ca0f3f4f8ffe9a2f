#!/bin/sh
# `make run`: set-up that is missing, then everything in the foreground with the demo data.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh run
INNOVATION_DEMO=${INNOVATION_DEMO:-1}
export INNOVATION_DEMO PYTHONUNBUFFERED=1
exec .venv/bin/python manage.py runall --prepare
