"""The reply as an official letter: one copy per signing deputy; a deputy gets the copy addressed to them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.divisions import reads as divisions
from lianxin.documents.letters import Letter
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import NotFound
from lianxin.people import reads as people
from lianxin.suggestions import access
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Handling, Reply, Signer, Suggestion
from lianxin.suggestions.reads.rows import number_of
from lianxin.suggestions.reads.sight import sight
from lianxin.suggestions.workflow import Duty, HandlingState


def reply_letter(actor: Actor, suggestion_id: int, reply_id: int, *, today: date) -> Letter:
    """The words of one version of a reply. At most seven queries. Raises NotFound.

    A letter is written in the language of the office, whoever downloads it. Each signer is answered, and the
    co-handlers' opinions are stated. Source: domain.md §1.6, §1.8 (reply to each).
    """
    suggestion = sight(actor, suggestion_id)
    reply = access.replies_visible_to(actor).filter(suggestion=suggestion, pk=reply_id).first()
    if reply is None:
        raise NotFound(_("没有找到这份答复。请回到建议页面再看。"))
    unit = people.unit(reply.unit_id).name
    with override(settings.LANGUAGE_CODE):
        number = number_of(suggestion).replace(" ", "")
        return Letter(
            owner=unit,
            number=reply.document_number,
            class_letter=reply.result_class,
            title=f"关于{number}建议的答复",
            addressees=_addressees(actor, suggestion),
            paragraphs=_paragraphs(suggestion, reply),
            signed_by=unit,
            day=local_day(reply.issued_at) if reply.issued_at else today,
            notes=_notes(suggestion, reply),
        )


def _addressees(actor: Actor, suggestion: Suggestion) -> tuple[str, ...]:
    signers = Signer.objects.filter(suggestion=suggestion, confirmed_at__isnull=False)
    persons = list(signers.order_by("-is_lead", "pk").values_list("person_id", flat=True))
    if actor.role == Role.DEPUTY:
        persons = [person for person in persons if person == actor.person_id]
    names = people.names_of(persons)
    found = [f"{names[person]}代表：" for person in persons if person in names]
    if suggestion.delegation_name:
        found = [f"{suggestion.delegation_name}：", *found[1:]]
    return tuple(found)


def _paragraphs(suggestion: Suggestion, reply: Reply) -> tuple[str, ...]:
    told = [f"您提出的《{suggestion.title}》收悉。感谢您对这项工作的关心和支持，现答复如下："]
    told += [line.strip() for line in reply.text.splitlines() if line.strip()]
    if reply.promise_text and reply.promise_due_on:
        day = reply.promise_due_on
        more = "，".join(filter(None, (reply.promise_place, reply.promise_amount)))
        told.append(
            f"我单位承诺：{reply.promise_text}{f'（{more}）' if more else ''}，"
            f"于{day.year}年{day.month}月{day.day}日前完成。"
        )
    opinions = list(
        Handling.objects.filter(suggestion=suggestion, duty=Duty.CO)
        .exclude(state=HandlingState.REPLACED)
        .order_by("pk")
        .values_list("unit_id", "opinion")
    )
    names = people.unit_names(unit_id for unit_id, _opinion in opinions)
    told += [f"{names[unit_id]}协办意见：{opinion}" for unit_id, opinion in opinions if opinion]
    told.append("请您对办理工作提出意见，并继续关注和监督。")
    return tuple(told)


def _notes(suggestion: Suggestion, reply: Reply) -> tuple[str, ...]:
    place = divisions.name_of(suggestion.division_code)
    contact = f"联系人及电话：{reply.contact}" if reply.contact else ""
    return tuple(filter(None, (contact, f"抄送：{place}人大代表工作机构")))
