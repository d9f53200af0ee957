"""`lianxin worker`: runs the jobs that actions left in the database."""

from __future__ import annotations

import argparse
import asyncio
import os
from typing import cast

import django
from procrastinate.exceptions import ProcrastinateException
from procrastinate.manager import JobManager

from lianxin.project.console import CommandFailed, complain

_HEARTBEAT_EVERY_S = 5.0
_STALLED_AFTER_S = 15.0
_GRACE_S = 8.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many jobs at a time."""
    parser.add_argument("--concurrency", type=int, default=1, help="同时执行的任务数（默认 1）")


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT; a running job gets some seconds to end, else it is run again later."""
    if not os.environ.get("DATABASE_URL"):
        message = "请先设置 DATABASE_URL(应用角色的数据库地址)，见 docs/zh/deploy.md。"
        raise CommandFailed(message)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.project.settings")
    django.setup()
    asyncio.run(_work(args.concurrency))
    return 0


async def _work(concurrency: int) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = cast("DjangoConnector", app.connector).get_worker_connector()
    with app.replace_connector(connector) as working:
        async with working.open_async():
            rescuer = asyncio.create_task(_rescue_stalled(working.job_manager))
            try:
                await working.run_worker_async(
                    concurrency=concurrency,
                    shutdown_graceful_timeout=_GRACE_S,
                    update_heartbeat_interval=_HEARTBEAT_EVERY_S,
                    stalled_worker_timeout=_STALLED_AFTER_S,
                )
            finally:
                rescuer.cancel()


async def _rescue_stalled(jobs: JobManager) -> None:
    """Put back the jobs of workers that were killed: every job is idempotent, so running it again is safe."""
    while True:
        try:
            for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=_STALLED_AFTER_S):
                complain(f"任务 {job.id} 的执行者已消失，重新排队")
                await jobs.retry_job(job)
        except ProcrastinateException as error:  # The database is away; the next look finds it again.
            complain(f"暂时查不到中断的任务：{type(error).__name__}")
        await asyncio.sleep(_HEARTBEAT_EVERY_S)
