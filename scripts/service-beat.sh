#!/bin/sh
# The clock that wakes the worker, in the foreground. Run one; a second does no harm.
. "$(dirname "$0")/service.sh"
exec "$python" -m celery --app innovation --quiet beat --loglevel WARNING --pidfile=
