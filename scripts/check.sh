#!/bin/sh
# All checks, two at a time, the long ones first. Each prints its name and, when it fails, why.
set -eu
cd "$(dirname "$0")/.."
INNOVATION_CHECK_VAR=$(mktemp -d)
export INNOVATION_CHECK_VAR
trap 'rm -rf "$INNOVATION_CHECK_VAR"' EXIT
if printf '%s\n' types deploy templates migrations imports security diagrams translations \
    lint format yaml compose shell | xargs -n 1 -P 2 scripts/check-step.sh
then echo "All checks passed."
else echo "Some checks failed." >&2; exit 1
fi
