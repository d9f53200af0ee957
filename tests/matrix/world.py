"""A small world for the access matrix: four places, every role in each, one case per village, canaries everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from matrix.promised import promise_of

from lianxin.accounts.actions import create_user, give_grant
from lianxin.accounts.models import Grant, User
from lianxin.accounts.reads import actor_from
from lianxin.assessments import actions as assessments
from lianxin.assessments.words import HonourKind, HonourLevel, StandardKind
from lianxin.divisions.testing import make_places
from lianxin.exchange import actions as exchange
from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, VENUE_ROLES, Actor, Role
from lianxin.kit.scope import scope
from lianxin.links import actions as links
from lianxin.links.actions import LinkFacts
from lianxin.links.models import Link
from lianxin.links.words import LinkKind
from lianxin.notices import actions as notices
from lianxin.notices.models import Delivery, Notice
from lianxin.notices.words import BulletinKind
from lianxin.people import actions as people
from lianxin.people.actions import organs, sessions
from lianxin.people.models import OrganMember
from lianxin.people.words import OrganKind, OrganPost, UnitKind
from lianxin.rulebook import actions as rulebook
from lianxin.rulebook.words import Slot
from lianxin.suggestions import actions as suggestions
from lianxin.suggestions.actions.year import Seen, record_inspection
from lianxin.suggestions.models import Reply
from lianxin.suggestions.motion_words import MotionProposer
from lianxin.suggestions.workflow import Duty
from lianxin.venues import actions as venues
from lianxin.venues.actions.law_drafts import DraftFacts, ask_opinions
from lianxin.venues.actions.points import PointFacts, open_point
from lianxin.venues.models import Membership, Plate
from lianxin.venues.words import Placement, PointKind, Tier
from lianxin.voices import actions as voices
from lianxin.voices.words import Channel, DeclineReason, Satisfaction, Topic

SETUP = Actor(source="setup", name="装机")
# Position of each place relative to "own", the county 楚雄市.
PLACES = {"own": "532301", "parent": "5323", "sibling": "532302", "child": "532301101"}
VILLAGES = {"own": "532301101001", "sibling": "532302101001", "far": "532901001001", "beside": "532301102001"}
ROLES = [role for role in Role if role != Role.CITIZEN]


@dataclass(frozen=True)
class Spot:
    """What stands in one village."""

    village: str
    venue_id: int
    unit_id: int
    person_id: int
    slug: str
    plate: str


@dataclass(frozen=True)
class Secret:
    """A case and the canary in each of its private fields; `public` may be seen by anybody."""

    case_id: int
    village: str
    spot: Spot
    canary: str
    public: str
    query_code: str


@dataclass
class World:
    """Everything the matrix asks about."""

    spots: dict[str, Spot] = field(default_factory=dict)
    secrets: list[Secret] = field(default_factory=list)
    actors: dict[str, tuple[User, Grant]] = field(default_factory=dict)
    things: dict[str, int] = field(default_factory=dict)


def build(at: datetime) -> World:
    """Make the world through the rooms' own actions."""
    world = World()
    with scope(SETUP):
        make_places()
        for name, village in VILLAGES.items():
            world.spots[name] = _spot(name, village, at)
        for role in ROLES:
            for position, place in PLACES.items():
                world.actors[f"{role}@{position}"] = _account(world, role, position, place, at)
        user, grant = _account(world, Role.DEPUTY_AFFAIRS, "expired", PLACES["own"], at)
        Grant.objects.filter(pk=grant.pk).update(
            valid_from=at - timedelta(days=9), valid_to=at - timedelta(days=1)
        )
        world.actors["deputy_affairs@expired"] = (user, Grant.objects.get(pk=grant.pk))
        user, grant = _account(world, Role.DEPUTY_AFFAIRS, "suspended", PLACES["own"], at)
        User.objects.filter(pk=user.pk).update(is_active=False)
        world.actors["deputy_affairs@suspended"] = (user, grant)
    for name in VILLAGES:
        for published in (False, True):
            world.secrets.append(_case(world, name, published, at))
    with scope(SETUP):
        world.things = _things(world, at)
    return world


def _things(world: World, at: datetime) -> dict[str, int]:
    """One of everything else that an address may name, all in the own county; the notice tells a secret."""
    spot, (user, grant) = world.spots["own"], world.actors["deputy@own"]
    secret = next(s for s in world.secrets if s.spot == spot)
    congress = people.record_congress(
        level=4, division_code=PLACES["own"], name="楚雄市人民代表大会", actor=SETUP, at=at
    )
    term = people.open_term(congress_id=congress.pk, number=9, starts_on=date(2022, 1, 1), actor=SETUP, at=at)
    mandate = people.give_mandate(
        person_id=spot.person_id, term_id=term.pk, home_code=spot.village, electoral_district="第一选区",
        since=date(2022, 1, 1), actor=SETUP, at=at,
    )  # fmt: skip
    notices.send(
        user_ids=[user.pk], key="matrix", kind="case", title=f"{secret.canary} 有新进展", url="/my", at=at
    )
    with scope(office := actor_from(*world.actors["deputy_affairs@own"])):
        assessment = assessments.open_assessment(
            venue_id=spot.venue_id, kind=StandardKind.BUILDING, actor=office, at=at
        )
        honour = assessments.name_venue(
            venue_id=spot.venue_id, kind=HonourKind.DEMONSTRATION, level=HonourLevel.COUNTY, document_no="1 号",
            named_on=at.date(), actor=office, at=at,
        )  # fmt: skip
        facts = PointFacts(
            PointKind.GROUP, "三组联系点", spot.village, "三组活动室", "王组长", venue_id=spot.venue_id
        )
        point = open_point(facts=facts, opened_on=at.date(), actor=office, at=at)
        draft = ask_opinions(
            facts=DraftFacts("爱国卫生条例草案", "想问垃圾分类。", "楚雄市人大", at.date(), at.date()),
            actor=office, at=at,
        )  # fmt: skip
        rule = rulebook.set_rule(
            slot=Slot.VENUE, title="阵地管理制度", body="一、按时开放，专人值守。", source="矩阵 1 号",
            valid_from=at.date(), actor=office, at=at,
        )  # fmt: skip
    suggestion_id, reply_id = _suggestion(spot, congress.pk, at)
    handover_id, motion_id = _session_work(spot, congress.pk, at)
    roster = _organs(term.pk, mandate.pk, spot, actor_from(*world.actors["deputy_affairs@own"]), at)
    return {
        **roster,
        "handover_id": handover_id,
        "motion_id": motion_id,
        "inspection_id": _inspection(actor_from(*world.actors["deputy_affairs@own"]), at),
        "suggestion_id": suggestion_id,
        "reply_id": reply_id,
        "promise_id": promise_of(spot.person_id, spot.unit_id, PLACES["own"], congress.pk, at),
        "assessment_id": assessment.pk,
        "honour_id": honour.pk,
        "point_id": point.pk,
        "rule_id": rule.pk,
        "draft_id": draft.pk,
        "user_id": user.pk,
        "grant_id": grant.pk,
        "person_id": spot.person_id,
        "mandate_id": mandate.pk,
        "membership_id": Membership.objects.get(venue_id=spot.venue_id).pk,
        "plate_id": Plate.objects.get(venue_id=spot.venue_id).pk,
        "bulletin_id": _bulletin_to(world, user, at),
        "delivery_id": _delivery_to(user, at),
        "template_id": _template_of(actor_from(*world.actors["unit_handler@own"]), at),
        "notice_id": _notice_of(actor_from(user, grant)),
        "import_id": _import(world, at),
        **_own_lists(actor_from(*world.actors["deputy_affairs@own"]), secret, at),
    }


def _organs(term_id: int, mandate_id: int, spot: Spot, office: Actor, at: datetime) -> dict[str, int]:
    """An organ with a member, a session with an absence, and a link of the own county's deputy."""
    start = date(2022, 1, 1)
    with scope(office):
        facts = organs.OrganFacts(OrganKind.DELEGATION, "矩阵代表团", start)
        organ = organs.found_organ(term_id=term_id, facts=facts, actor=office, at=at)
        organs.join_organ(
            organ_id=organ.pk, person_ids=[spot.person_id], post=OrganPost.MEMBER, since=start, actor=office,
            at=at,
        )  # fmt: skip
        session = sessions.open_session(
            division_code=PLACES["own"], term_number=9, number=1, name="第九届第一次会议", starts_on=start,
            ends_on=start, actor=office, at=at,
        )  # fmt: skip
        absence = sessions.record_absence(
            session_id=session.pk, mandate_id=mandate_id, has_leave=False, note="", actor=office, at=at
        )
        link = LinkFacts(LinkKind.DEPUTY_VOTERS, PLACES["own"], start, spot.person_id, voters="三组")
        links.make_links(facts=link, to_person_ids=[], actor=office, at=at)
        link_id = Link.objects.get(division_code=PLACES["own"]).pk
    member_id = OrganMember.objects.get(organ=organ).pk
    return {
        "term_id": term_id, "organ_id": organ.pk, "member_id": member_id, "session_id": session.pk,
        "absence_id": absence.pk, "link_id": link_id,
    }  # fmt: skip


def _bulletin_to(world: World, user: User, at: datetime) -> int:
    """What the own county's office wrote to its deputy."""
    sender = actor_from(*world.actors["deputy_affairs@own"])
    letter = notices.Letter(BulletinKind.NOTICE, "视察", "请参加。", needs_receipt=True)
    with scope(sender):
        return notices.send_bulletin(
            letter=letter, user_ids=[user.pk], audience=["代表"], actor=sender, at=at
        )


def _delivery_to(user: User, at: datetime) -> int:
    """A message to somebody of the own county that could not be delivered."""
    minder = Actor(role=Role.SYSTEM_ADMIN, place=PLACES["own"], source="setup")
    with scope(minder):
        Delivery.objects.bulk_create(
            [
                Delivery(
                    key="matrix", user_id=user.pk, notice_key="matrix", channel="sms", about="case",
                    division_code=PLACES["own"], created_at=at, not_before=at,
                )
            ]
        )  # fmt: skip
        failed = Delivery.objects.filter(key="matrix")
        failed.update(state="failed", reason="address", ended_at=at, attempts=1)
        return failed.get().pk


def _own_lists(office: Actor, secret: Secret, at: datetime) -> dict[str, int]:
    """A kept list and a bulk run of the county's office: nobody else's, not even a colleague's."""
    facts = {"code": DeclineReason.PETITION, "note": "请到信访局"}
    with scope(office):
        view = voices.keep_view(name=secret.canary, query="view=", actor=office, at=at)
        run = voices.start_run(verb="decline", facts=facts, case_ids=[secret.case_id], actor=office, at=at)
    return {"view_id": view.pk, "run_id": run.pk}


def _template_of(actor: Actor, at: datetime) -> int:
    with scope(actor):
        text = "您反映的事已经办好：{办了什么}。"
        return voices.record_template(name="矩阵模板", text=text, actor=actor, at=at).pk


def _import(world: World, at: datetime) -> int:
    """A roster that an office of the own county has uploaded."""
    actor = actor_from(*world.actors["deputy_affairs@own"])
    with scope(actor):
        return exchange.upload(
            kind="deputies",
            data="姓名,性别\n王芳,女\n".encode(),
            file_name="名册.csv",
            term=None,
            actor=actor,
            at=at,
        ).pk


def _suggestion(spot: Spot, congress_id: int, at: datetime) -> tuple[int, int]:
    """A suggestion of the own county's deputy that its own unit handles, and the unit's draft of a reply."""
    lead = Actor(
        user_id=1, grant_id=1, role=Role.DEPUTY, person_id=spot.person_id, place=PLACES["own"], name="代表",
        source="demo",
    )  # fmt: skip
    office = Actor(
        user_id=3, grant_id=3, role=Role.DEPUTY_AFFAIRS, place=PLACES["own"], name="代工委", source="demo"
    )
    text = suggestions.Draft(
        title="关于修路的建议",
        situation="三组到小学的路坏了半年多。",
        proposal="请今年内把这段路修好。",
        category="transport",
    )
    with scope(lead):
        made = suggestions.draft_suggestion(congress_id=congress_id, draft=text, actor=lead, at=at)
        suggestions.submit_suggestion(suggestion_id=made.pk, actor=lead, at=at)
    with scope(office):
        suggestions.accept_suggestion(suggestion_id=made.pk, category="", actor=office, at=at)
        sole = suggestions.Given(spot.unit_id, Duty.SOLE)
        suggestions.assign_suggestion(suggestion_id=made.pk, given=[sole], note="", actor=office, at=at)
    officer = Actor(
        user_id=2, grant_id=2, role=Role.UNIT_HANDLER, unit_id=spot.unit_id, place=PLACES["own"], name="经办",
        source="demo",
    )  # fmt: skip
    words = suggestions.ReplyText("A", "三组到小学的道路已经全部硬化，路灯也装好了。")
    with scope(officer):
        suggestions.receive_suggestion(suggestion_id=made.pk, actor=officer, at=at)
        suggestions.draft_reply(suggestion_id=made.pk, reply=words, actor=officer, at=at)
        reply_id = Reply.objects.get(suggestion_id=made.pk).pk
    return made.pk, reply_id


def _session_work(spot: Spot, congress_id: int, at: datetime) -> tuple[int, int]:
    """A list of the own county's office with one accepted suggestion on it, and a motion of its government."""
    lead = Actor(
        user_id=1, grant_id=1, role=Role.DEPUTY, person_id=spot.person_id, place=PLACES["own"], name="代表",
        source="demo",
    )  # fmt: skip
    office = Actor(
        user_id=3, grant_id=3, role=Role.DEPUTY_AFFAIRS, place=PLACES["own"], name="代工委", source="demo"
    )
    text = suggestions.Draft(
        "关于装路灯的建议", "三组到小学没有路灯。", "请今年内装上路灯，一共十盏。", "transport"
    )
    with scope(lead):
        made = suggestions.draft_suggestion(congress_id=congress_id, draft=text, actor=lead, at=at)
        suggestions.submit_suggestion(suggestion_id=made.pk, actor=lead, at=at)
    with scope(office):
        suggestions.accept_suggestion(suggestion_id=made.pk, category="", actor=office, at=at)
        handover = suggestions.list_handover(
            suggestion_ids=[made.pk], title="代表建议交办清单", note="", actor=office, at=at
        )
        suggestions.open_session(
            division_code=PLACES["own"], term_number=9, number=2, name="第九届第二次会议", starts_on=at.date(),
            ends_on=at.date(), actor=office, at=at,
        )  # fmt: skip
        motion = suggestions.enter_motion(
            proposer=MotionProposer.GOVERNMENT, proposer_name="楚雄市人民政府", actor=office, at=at,
            text=suggestions.MotionText(
                "关于批准建设计划的议案", "建设计划已经市政府讨论。", "请大会审议批准建设计划。", "village"
            ),
        )  # fmt: skip
    return handover.pk, motion.pk


def _inspection(office: Actor, at: datetime) -> int:
    """What the own county's office saw on an inspection."""
    found = Seen(date(2026, 1, 5), "鹿城镇三组", "张副主任", "路面已经修通，路灯还差两盏。")
    with scope(office):
        return record_inspection(seen=found, actor=office, at=at).pk


def _notice_of(actor: Actor) -> int:
    with scope(actor):
        return Notice.objects.get(user_id=actor.user_id, key="matrix").pk


def _spot(name: str, village: str, at: datetime) -> Spot:
    county = village[:6]
    person = people.record_person(
        name=f"代表{name}",
        sex="f",
        ethnic_group="彝族",
        occupation="村医",
        home_code=village,
        actor=SETUP,
        at=at,
    )
    unit = people.record_unit(
        name=f"{name}水务局",
        short_name=f"{name}水务",
        kind=UnitKind.GOVERNMENT,
        division_code=county,
        actor=SETUP,
        at=at,
    )
    room = venues.open_venue(
        facts=venues.VenueFacts(Tier.ROOM, f"{name}人大代表联络室", village, phone="0878-3000000"),
        opened_on=date(2024, 1, 1),
        actor=SETUP,
        at=at,
    )
    venues.place_deputy(
        venue_id=room.pk, person_id=person.pk, kind=Placement.HOME, since=date(2024, 1, 1), actor=SETUP, at=at
    )
    plate = venues.issue_plate(venue_id=room.pk, person_id=None, actor=SETUP, at=at)
    from lianxin.venues.plate_codes import signed_code

    return Spot(village, room.pk, unit.pk, person.pk, person.slug, signed_code(plate.code))


def _account(world: World, role: Role, position: str, place: str, at: datetime) -> tuple[User, Grant]:
    spot = world.spots["sibling" if position == "sibling" else "own"]
    user = create_user(
        login=f"{role}.{position}"[:40],
        name=f"{role}@{position}",
        phone="",
        password=None,
        actor=SETUP,
        at=at,
    )
    grant = give_grant(
        user_id=user.pk,
        role=role,
        division_code=place,
        label=f"{role}@{position}",
        reason="矩阵",
        actor=SETUP,
        at=at - timedelta(days=10),
        unit_id=spot.unit_id if role in UNIT_ROLES else None,
        venue_id=spot.venue_id if role in VENUE_ROLES else None,
        person_id=spot.person_id if role == Role.DEPUTY else None,
    )
    return user, grant


def _case(world: World, name: str, published: bool, at: datetime) -> Secret:
    spot = world.spots[name]
    canary, public = f"ZXprivate{name}{int(published)}", f"ZXpublic{name}{int(published)}"
    matter = voices.Matter(
        text=f"{canary} 路灯坏了半个月",
        topic=Topic.ROAD,
        channel=Channel.VENUE_PLATE,
        venue_id=spot.venue_id,
        venue_name=f"{name}人大代表联络室",
        division_code=spot.village,
        place_text=f"{canary} 三组",
        contact_name=f"{canary}王",
        phone="13800000001",
        may_publish=True,
    )
    deputy = Actor(
        user_id=1,
        grant_id=1,
        role=Role.DEPUTY,
        person_id=spot.person_id,
        place=spot.village,
        name="代表",
        source="demo",
    )
    officer = Actor(
        user_id=2,
        grant_id=2,
        role=Role.UNIT_HANDLER,
        unit_id=spot.unit_id,
        place=spot.village[:6],
        name="经办",
        source="demo",
    )
    office = Actor(
        user_id=3, grant_id=3, role=Role.DEPUTY_AFFAIRS, place=spot.village[:6], name="代工委", source="demo"
    )
    with scope(Actor()):
        receipt = voices.receive_case(matter=matter, actor=Actor(), at=at)
    case_id = receipt.case_id
    with scope(deputy):
        voices.claim_case(case_id=case_id, actor=deputy, at=at)
        voices.assign_case(case_id=case_id, unit_id=spot.unit_id, note=canary, actor=deputy, at=at)
    with scope(officer):
        voices.accept_case(case_id=case_id, actor=officer, at=at)
        # Some of these units have a leader, who answers without asking anybody.
        leader = replace(officer, role=Role.UNIT_LEADER)
        voices.answer_case(case_id=case_id, text=f"{canary} 已经换了三盏灯，都亮了。", actor=leader, at=at)
    if published:
        with scope(deputy):
            voices.confirm_result(case_id=case_id, text=canary, actor=deputy, at=at)
        citizen = Actor(case_id=case_id)
        with scope(citizen):
            voices.rate_case(
                case_id=case_id,
                is_solved=True,
                satisfaction=Satisfaction.SATISFIED,
                text=canary,
                actor=citizen,
                at=at,
            )
        with scope(office):
            voices.publish_case(
                case_id=case_id,
                title=f"{public} 路灯",
                text=public,
                answer=f"{public} 已修好。",
                actor=office,
                at=at,
            )
    return Secret(case_id, spot.village, spot, canary, public, receipt.query_code)


def reads_case(actor: Actor, secret: Secret) -> bool:
    """The rule in its shortest form, written a second time for the test."""
    if not actor.is_signed_in:
        return False
    if actor.role in PLACE_ROLES:
        return len(actor.place) >= 6 and secret.village.startswith(actor.place)
    if actor.role in UNIT_ROLES:
        return actor.unit_id == secret.spot.unit_id
    if actor.role in VENUE_ROLES:
        return actor.venue_id == secret.spot.venue_id
    return actor.role == Role.DEPUTY and actor.person_id == secret.spot.person_id


__all__ = [
    "PLACES",
    "ROLES",
    "SETUP",
    "VILLAGES",
    "Secret",
    "Spot",
    "World",
    "actor_from",
    "build",
    "reads_case",
]
