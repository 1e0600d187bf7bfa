"""A cluster for a test, as a site might have one: `--executor clusters:two_processes`."""

from __future__ import annotations

from concurrent.futures import Executor


def two_processes() -> Executor:
    from distributed import Client

    client = Client(n_workers=2, threads_per_worker=2, dashboard_address=None)
    return client.get_executor(pure=False)
