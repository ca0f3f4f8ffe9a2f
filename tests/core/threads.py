"""Many callers at one moment, each with a database connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(count, call):
    """`call(i)` in `count` threads that start together; results, or the exceptions, in order."""
    start = Barrier(count)

    def one(i):
        try:
            start.wait(20)
            return call(i)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
