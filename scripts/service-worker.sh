#!/bin/sh
# The background worker, in the foreground.
. "$(dirname "$0")/service.sh"
exec "$python" -m celery --app innovation --quiet worker \
    --concurrency "${WORKER_PROCESSES:-2}" --loglevel WARNING \
    --without-gossip --without-mingle --without-heartbeat
