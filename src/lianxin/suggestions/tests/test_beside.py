"""Beside the text: like earlier ones, a Word file to begin from, photos, sessions. Source: ADR-0032 §7."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from lianxin.accounts.testing import as_
from lianxin.attachments.models import Attachment
from lianxin.attachments.testing import photo as photo_bytes
from lianxin.kernel.errors import DomainError
from lianxin.kit.scope import scope
from lianxin.people.models import Session
from lianxin.suggestions import actions, reads
from lianxin.suggestions.docx_import import MAX_BYTES, read_docx, sort_lines
from lianxin.suggestions.models import Promised, Suggestion, Talk
from lianxin.suggestions.testing import NOON, PROMISING, World, make, perform
from lianxin.suggestions.tests.conftest import LATER
from lianxin.suggestions.tests.test_publication import publish

pytestmark = pytest.mark.usefixtures("now")


# ---- like earlier ones -------------------------------------------------------------------------------


def test_a_draft_shows_published_ones_like_it_with_their_answers_and_why(world: World) -> None:
    public = make(world, "closed")
    publish(world, public)
    hidden = make(world, "closed", at=NOON + timedelta(seconds=1))
    with scope(world.third):
        draft = actions.draft_suggestion(
            congress_id=world.congress_id, actor=world.third, at=LATER,
            draft=actions.Draft(
                "关于硬化五组到小学道路的建议", "五组到小学的道路雨天积水，孩子上学难。", "请硬化道路，装路灯。", "transport"
            ),
        )  # fmt: skip
        found = reads.like_suggestions(world.third, draft.pk)
    assert [row.url for row in found] == [f"/open-suggestions/{public}"]
    assert "已经全部硬化" in found[0].answer
    assert "到小学" in found[0].why
    page = as_(world.third).get(f"/suggestions/{draft.pk}/edit").content.decode()
    assert "以前提过相近的" in page
    assert f"/suggestions/{hidden}" not in page


def test_the_deputys_own_earlier_one_is_shown_too_and_another_matter_is_not(world: World) -> None:
    own = make(world, "accepted")
    make(world, "accepted", title="关于举办山歌比赛的建议", situation="火把节没有山歌比赛，大家都盼着办一次。",
         proposal="请每年举办一次全县山歌比赛。", at=NOON + timedelta(seconds=1))  # fmt: skip
    draft = make(world, at=NOON + timedelta(seconds=2))
    with scope(world.lead):
        found = reads.like_suggestions(world.lead, draft)
    assert [row.url for row in found] == [f"/suggestions/{own}"]


# ---- from a Word file --------------------------------------------------------------------------------


def word(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


LETTER = (
    "楚雄市第九届人民代表大会第五次会议", "关于修复三组到小学道路的建议", "领衔代表：李𠮷㛃", "联系电话：13812345678",
    "一、情况和问题", "三组到小学的路长两公里。", "雨天积水，孩子上学难走。", "二、具体建议：", "请今年内硬化这段路。",
    "建议尽快装上路灯。",
)  # fmt: skip


def test_title_situation_and_proposal_are_told_apart_and_form_lines_left_out() -> None:
    found = read_docx(word(*LETTER[1:]))
    assert found.title == "关于修复三组到小学道路的建议"
    assert found.situation == "三组到小学的路长两公里。\n雨天积水，孩子上学难走。"
    assert found.proposal == "请今年内硬化这段路。\n建议尽快装上路灯。"


def test_a_form_with_a_table_is_read_in_its_order_and_words_after_a_colon_count() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=2)
    cells = ("关于修路的建议", "姓名：李桂芳", "案由：路坏了，雨天难走。", "办法：请修好这段路。")
    for cell, words in zip((c for row in table.rows for c in row.cells), cells, strict=True):
        cell.text = words
    out = io.BytesIO()
    document.save(out)
    found = read_docx(out.getvalue())
    assert (found.title, found.situation, found.proposal) == (
        "关于修路的建议", "路坏了，雨天难走。", "请修好这段路。",
    )  # fmt: skip


def test_without_headings_everything_is_situation() -> None:
    assert sort_lines(["关于修路的建议", "路坏了。", "建议修好。"]).proposal == ""
    assert sort_lines(["关于修路的建议", "路坏了。"]).situation == "路坏了。"


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no word file", "请用 Word 另存为 .docx"),
        (b"PK\x03\x04broken", "请用 Word 另存为 .docx"),
        (packed(a=b"0" * 30_000_000), "请用 Word 另存为 .docx"),
        (packed(**{"word/vbaProject.bin": b"x"}), "这个文件里有宏"),
        (b"x" * (MAX_BYTES + 1), "文件超过 2 MB"),
    ],
)
def test_any_other_file_is_refused_with_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        read_docx(data)


def test_a_deputy_imports_a_file_once_and_goes_on_writing(world: World) -> None:
    lead = as_(world.lead)
    files = [SimpleUploadedFile("建议.docx", word(*LETTER[1:])) for _ in range(2)]
    sent = {"congress_id": world.congress_id, "once": "w1"}
    made, again = (lead.post("/suggestions/import", sent | {"file": file}) for file in files)
    assert made.status_code == 302
    assert made.url == again.url
    page = lead.get(made.url).content.decode()
    assert "三组到小学的路长两公里。" in page
    assert "13812345678" not in page
    with scope(world.lead):
        assert Suggestion.objects.count() == 1
    wrong = lead.post(
        "/suggestions/import", sent | {"once": "w2", "file": SimpleUploadedFile("a.docx", b"x")}
    )
    assert "请用 Word 另存为" in wrong.content.decode()


# ---- photos ------------------------------------------------------------------------------------------


PHOTO = photo_bytes()


def upload(client: Client, pk: int, of: str, subject_id: int, **more: object):
    photo = SimpleUploadedFile("a.jpg", PHOTO, content_type="image/jpeg")
    return client.post(
        f"/suggestions/{pk}/photos", {"of": of, "subject_id": subject_id, "photos": photo} | more
    )


def test_photos_hang_on_a_draft_a_talk_and_a_promise_and_everybody_concerned_sees_them(world: World) -> None:
    pk = make(world)
    lead, officer, office = (as_(a) for a in (world.lead, world.officer, world.office))
    answers = [upload(lead, pk, "suggestions.suggestion", pk, once="p1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    for number, verb in enumerate(("submit", "accept", "assign", "receive", "receive_co", "meet"), start=1):
        perform(verb, world, pk, at=NOON + timedelta(minutes=number))
    with scope(world.lead):
        talk = Talk.objects.get(suggestion_id=pk).pk
    assert upload(officer, pk, "suggestions.talk", talk).status_code == 302
    for verb in ("confirm_talk", "give_opinion"):
        perform(verb, world, pk, at=LATER)
    perform("draft_reply", world, pk, at=LATER, reply=PROMISING)
    for verb in ("issue_reply", "rate"):
        perform(verb, world, pk, at=LATER)
    with scope(world.lead):
        promise = Promised.objects.get(suggestion_id=pk).pk
    assert upload(officer, pk, "suggestions.promise", promise).status_code == 302
    with scope(world.office):
        photos = list(
            Attachment.objects.filter(subject_kind__startswith="suggestions.").order_by("created_at")
        )
    assert [p.subject_kind for p in photos] == [
        "suggestions.suggestion", "suggestions.talk", "suggestions.promise",
    ]  # fmt: skip
    page = office.get(f"/suggestions/{pk}").content.decode()
    for photo in photos:
        assert f"/suggestions/{pk}/photos/{photo.pk}" in page
        assert office.get(f"/suggestions/{pk}/photos/{photo.pk}/small")["Content-Type"] == "image/jpeg"
        for outsider in (world.other_office, world.other_deputy):
            assert as_(outsider).get(f"/suggestions/{pk}/photos/{photo.pk}").status_code == 404
            with scope(outsider):
                assert not Attachment.objects.filter(pk=photo.pk).exists()


def test_only_whose_it_is_adds_and_only_while_it_is_open(world: World) -> None:
    pk = make(world, "handling")
    perform("meet", world, pk, at=LATER)
    with scope(world.lead):
        talk = Talk.objects.get(suggestion_id=pk).pk
    lead, officer, co = (as_(a) for a in (world.lead, world.officer, world.second_officer))
    assert "已经提交，不能再加照片" in upload(lead, pk, "suggestions.suggestion", pk).content.decode()
    assert upload(co, pk, "suggestions.talk", talk).status_code == 403
    assert upload(officer, pk, "suggestions.talk", talk + 99).status_code == 404
    perform("confirm_talk", world, pk, at=LATER)
    assert "代表已经确认" in upload(officer, pk, "suggestions.talk", talk).content.decode()
    broken = {"photos": SimpleUploadedFile("a.jpg", b"no photo")}
    assert "这个文件不是照片" in upload(officer, pk, "suggestions.talk", talk, **broken).content.decode()


# ---- sessions ----------------------------------------------------------------------------------------


def test_the_office_enters_a_session_with_the_time_until_which_motions_are_taken(world: World) -> None:
    office = as_(world.office)
    sent = {
        "term_number": 9, "number": 5, "name": "第九届第五次会议", "starts_on": "2026-03-02",
        "ends_on": "2026-03-06", "motions_until": "2026-03-04T12:00", "once": "s1",
    }  # fmt: skip
    assert [office.post("/suggestions/sessions", sent).status_code for _ in range(2)] == [302, 302]
    session = Session.objects.get()
    assert (session.starts_on, session.motions_until) == (
        date(2026, 3, 2), datetime(2026, 3, 4, 4, tzinfo=UTC),
    )  # fmt: skip
    page = office.get("/suggestions/sessions").content.decode()
    assert "第九届第五次会议" in page
    assert 'value="6"' in page  # the next one is proposed
    again = office.post("/suggestions/sessions", sent | {"once": "s2"}).content.decode()
    assert "这次会议已经登记过了" in again
    late = sent | {"once": "s3", "number": 6, "motions_until": "2026-03-09T12:00"}
    assert "截止时间要在会期里面" in office.post("/suggestions/sessions", late).content.decode()
