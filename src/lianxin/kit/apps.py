"""The kit as a Django app: its checks and its technical tables."""

from __future__ import annotations

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Registers checks and the row-security decisions of tables that come from libraries."""

    name = "lianxin.kit"
    label = "kit"

    def ready(self) -> None:
        from lianxin.kit import checks, rls  # noqa: F401 (importing registers the checks)

        rls.public("kit.Throttle", "keyed hashes with a daily key, no personal data")
        rls.public("kit.Once", "random keys and record ids, no content")
        rls.public("kit.JobRun", "names of jobs, times and counts")
        for model in (
            "ProcrastinateJob",
            "ProcrastinateEvent",
            "ProcrastinatePeriodicDefer",
            "ProcrastinateWorker",
        ):
            rls.public(f"procrastinate.{model}", "job queue: payloads carry ids only")
        rls.public("contenttypes.ContentType", "names of tables")
        rls.public("otp_totp.TOTPDevice", "read by its own user's id at sign-in, before a grant is known")
        rls.public("otp_static.StaticDevice", "read by its own user's id at sign-in, before a grant is known")
        rls.public("otp_static.StaticToken", "read through its device at sign-in")
