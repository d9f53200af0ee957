"""Checking and importing as a job: the page shows how far it is. Nothing half done stays behind."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from lianxin.accounts import reads as accounts
from lianxin.exchange import access, actions, engine
from lianxin.exchange.orders import order_of, sheets_of
from lianxin.exchange.words import ImportState
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kit.scope import scope


@app.task(name="exchange.step", queue="chores")
def step(import_id: int, user_id: int, grant_id: int) -> None:
    """Check an import, or apply it: whichever it waits for. Doing it again changes nothing."""
    run_step(import_id=import_id, user_id=user_id, grant_id=grant_id)


def run_step(*, import_id: int, user_id: int, grant_id: int) -> None:
    """The step as the person who asked for it. An error becomes the import's own sentence."""
    now = timezone.now()
    actor = accounts.actor_in_job(user_id=user_id, grant_id=grant_id, at=now)
    try:
        _run(import_id, actor)
    except DomainError as error:
        _failed(import_id, str(error), actor)
    except Exception:
        _failed(import_id, _("导入时出了意外，什么都没有写入。请再试一次；还不行请联系管理员。"), actor)
        raise


def _failed(import_id: int, sentence: str, actor: Actor) -> None:
    with scope(actor):
        actions.note_failure(import_id=import_id, sentence=sentence, actor=actor, at=timezone.now())


def _run(import_id: int, actor: Actor) -> None:
    with scope(actor):
        found = access.locked(actor, import_id)
    if found.state not in {ImportState.CHECKING, ImportState.APPLYING}:
        return

    def tick(done: int) -> None:
        if (
            not transaction.get_connection().in_atomic_block
        ):  # a job's own; a request's commits only at its end
            with scope(actor):
                actions.note_progress(import_id=import_id, done=done, actor=actor)

    now = timezone.now()
    order = order_of(found, actor=actor, at=now)
    sheets = sheets_of(found)
    parsed = engine.parsed(sheets, order, tick)
    with scope(actor):
        locked = access.locked(actor, import_id)
        if locked.state != found.state:
            return
        dry = found.state == ImportState.CHECKING
        report = engine.finish(found.file_name, parsed, order, dry_run=dry)
        actions.keep_report(import_id=import_id, report=report, actor=actor, at=now)
