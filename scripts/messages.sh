#!/bin/sh
# Collects the strings of Python and templates into the Chinese catalogue, then compiles it.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python manage.py makemessages --locale zh_Hans --no-location --no-wrap \
    --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*' --ignore 'node_modules/*'
.venv/bin/python scripts/translations.py
