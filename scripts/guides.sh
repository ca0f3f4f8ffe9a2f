#!/bin/sh
# Copies the pictures that the journeys left into the guides.
set -eu
cd "$(dirname "$0")/.."
from=${INNOVATION_VAR:-var}/screens
[ -d "$from" ] || { echo "No pictures in $from; run make test first." >&2; exit 1; }
mkdir -p docs/guides/images
cp "$from"/*.png docs/guides/images/
echo "$(ls "$from" | wc -l) pictures copied to docs/guides/images."
