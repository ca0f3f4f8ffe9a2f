#!/bin/sh
# Brings database and static files up to date, once, before the other services start.
. "$(dirname "$0")/service.sh"
exec "$python" manage.py prepare
