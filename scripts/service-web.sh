#!/bin/sh
# The web server: gunicorn in the foreground, on BIND and PORT.
. "$(dirname "$0")/service.sh"
exec "$python" -m gunicorn --config gunicorn.conf.py
