#!/bin/sh
# The background worker, in the foreground. A root's own worker needs no reminder at each start.
. "$(dirname "$0")/service.sh"
exec "$python" -W "ignore:You're running the worker with superuser" -m celery --app innovation --quiet worker \
    --concurrency "${WORKER_PROCESSES:-2}" --loglevel WARNING \
    --without-gossip --without-mingle --without-heartbeat
