"""The reply as an official letter: to each signer, with number, class, promise and the co-handlers' opinions."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from lianxin.accounts.models import Grant, User
from lianxin.accounts.testing import sign_in
from lianxin.kernel.errors import NotFound
from lianxin.kit.scope import scope
from lianxin.suggestions import reads
from lianxin.suggestions.models import Reply
from lianxin.suggestions.testing import NOON, PROMISING, make, perform
from lianxin.suggestions.tests.conftest import LATER

_SIGNED = ("invite", "cosign", "submit", "accept", "assign", "receive", "receive_co", "meet", "give_opinion")


def replied(world, **changes) -> tuple[int, int]:
    pk = make(world, path=(*_SIGNED,))
    perform("draft_reply", world, pk, at=LATER, **changes)
    perform("issue_reply", world, pk, at=LATER)
    with scope(world.officer):
        return pk, Reply.objects.get(suggestion_id=pk).pk


def letter(actor, pk: int, reply_id: int):
    with scope(actor):
        return reads.reply_letter(actor, pk, reply_id, today=NOON.date())


def test_each_signer_gets_a_copy_and_the_office_gets_all(world) -> None:
    pk, reply_id = replied(world)
    assert letter(world.office, pk, reply_id).addressees == ("李桂芳代表：", "普学明代表：")
    assert letter(world.second, pk, reply_id).addressees == ("普学明代表：",)


def test_it_states_number_class_promise_and_the_cohandlers_opinion(world) -> None:
    pk, reply_id = replied(world, reply=PROMISING)
    words = letter(world.officer, pk, reply_id)
    assert (words.title, words.class_letter) == ("关于闭会第1号建议的答复", "B")
    told = "\n".join(words.paragraphs)
    assert "我单位承诺：硬化三组到小学的道路两公里（鹿城镇三组，60 万元），于2026年11月30日前完成。" in told
    assert "楚雄市水务局协办意见：沿线排水沟由我局同步整修。" in told


def test_a_draft_is_a_letter_for_its_unit_only(world) -> None:
    pk = make(world, path=_SIGNED)
    perform("draft_reply", world, pk, at=LATER)
    with scope(world.officer):
        reply_id = Reply.objects.get(suggestion_id=pk).pk
    assert letter(world.head, pk, reply_id).class_letter == "A"
    for actor in (world.lead, world.office, world.second_officer):
        with pytest.raises(NotFound):
            letter(actor, pk, reply_id)


def test_the_page_hands_out_both_files(world, monkeypatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    pk, reply_id = replied(world)
    client = Client()
    user, grant = User.objects.get(pk=world.lead.user_id), Grant.objects.get(pk=world.lead.grant_id)
    sign_in(client, user, grant)
    pdf = client.get(f"/suggestions/{pk}/replies/{reply_id}.pdf")
    text = "".join(PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().split())
    assert "李桂芳代表：" in text
    assert "楚交复〔2026〕12号" in text
    assert client.get(f"/suggestions/{pk}/replies/{reply_id}.docx").content.startswith(b"PK")
    assert client.get(f"/suggestions/{pk}/replies/{reply_id}.exe").status_code == 404
