"""The web server. Address and port come from the settings, so a bad value ends here too."""

import os

from innovation import environment as env
from innovation.settings import BIND, PORT

bind = f"[{BIND}]:{PORT}" if ":" in BIND else f"{BIND}:{PORT}"
workers = env.whole_number("WEB_WORKERS", 2, most=64)
# Threads, because browsers open connections ahead that would each hold a whole process.
worker_class = "gthread"
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
umask = 0o077
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # nosec B108
control_socket_disable = True
proc_name = "innovation-web"
wsgi_app = "innovation.wsgi:application"
loglevel = "warning"
