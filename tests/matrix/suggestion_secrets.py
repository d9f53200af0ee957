"""Suggestions of the own county with a canary in each text that somebody must not see, and who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from matrix.world import PLACES, SETUP, World

from lianxin.accounts.actions import create_user, give_grant
from lianxin.accounts.reads import actor_from
from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, Actor, Role
from lianxin.kit.scope import scope
from lianxin.people import actions as people
from lianxin.people.models import Congress, Term
from lianxin.suggestions import actions as suggestions
from lianxin.suggestions.actions import Given
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Reply, Talk
from lianxin.suggestions.words import Leader, Mode, Organ, Satisfaction, Stage
from lianxin.suggestions.workflow import Duty

OWN = PLACES["own"]
# Who may read a confidential one of the place: those who work with it. Written a second time, for the test.
IN_CONFIDENCE = {
    Role.DEPUTY_AFFAIRS, Role.PRESIDIUM, Role.STREET_COMMITTEE, Role.SPECIAL_COMMITTEE, Role.STANDING_LEADER,
    Role.DISPATCHER,
}  # fmt: skip
Sees = Callable[[Actor], bool]


@dataclass
class Secrets:
    """Canary → who may see it; and the ids that addresses name."""

    sees: dict[str, Sees] = field(default_factory=dict)
    suggestion_ids: list[int] = field(default_factory=list)
    # Suggestion and reply.
    replies: list[tuple[int, int]] = field(default_factory=list)


def _by(*, people_: set[int], units: set[int] = frozenset(), place: bool = True, secret: bool = False,
        handed: bool = True) -> Sees:  # fmt: skip
    """The rule of sight in its shortest form: signers, units that have it, the place it was submitted in."""

    def sees(actor: Actor) -> bool:
        if not actor.is_signed_in:
            return False
        if actor.role == Role.DEPUTY:
            return actor.person_id in people_
        if actor.role in UNIT_ROLES:
            return actor.unit_id in units
        if actor.role == Role.DISPATCHER and not handed:
            return False
        known = actor.role in IN_CONFIDENCE if secret else actor.role in PLACE_ROLES
        return place and known and actor.place == OWN

    return sees


class Author:
    """Writes and handles suggestions as the people of the own county do."""

    def __init__(self, world: World, at: datetime) -> None:
        self.world, self.at, self.day = world, at, local_day(at)
        own, beside = world.spots["own"], world.spots["beside"]
        self.lead_id, self.second_id = own.person_id, beside.person_id
        self.unit_id, self.helper_id = own.unit_id, beside.unit_id
        self.lead = actor_from(*world.actors["deputy@own"])
        self.office = actor_from(*world.actors["deputy_affairs@own"])
        self.officer = actor_from(*world.actors["unit_handler@own"])
        self.head = actor_from(*world.actors["unit_leader@own"])
        self.congress_id = Congress.objects.get(division_code=OWN).pk
        self.found = Secrets()

    def __getattr__(self, name: str) -> Callable[..., object]:
        """`self.accept_suggestion(who, pk, …)`: a verb of the room as somebody, in that one's scope."""
        act = getattr(suggestions, name)

        def run(actor: Actor, pk: int, **facts: object) -> object:
            with scope(actor):
                return act(suggestion_id=pk, actor=actor, at=self.at, **facts)

        return run

    def draft(self, canary: str, **how: object) -> int:
        words = suggestions.Draft(
            f"关于{canary}的建议", f"{canary} 三组到小学的路坏了半年多。", f"{canary} 请今年内把这段路修好。",
            "transport", **how,
        )  # fmt: skip
        with scope(self.lead):
            pk = suggestions.draft_suggestion(
                congress_id=self.congress_id, draft=words, actor=self.lead, at=self.at
            ).pk
        self.found.suggestion_ids.append(pk)
        return pk

    def handled(self, pk: int, *given: Given) -> None:
        """Submitted, accepted, given to units, received and talked about."""
        self.submit_suggestion(self.lead, pk)
        self.accept_suggestion(self.office, pk, category="")
        self.assign_suggestion(self.office, pk, given=given or [Given(self.unit_id, Duty.SOLE)], note="")
        self.receive_suggestion(self.officer, pk)
        self._talk(pk)

    def _talk(self, pk: int) -> None:
        talk = suggestions.TalkFacts(
            Stage.BEFORE, Mode.VISIT, Leader.HEAD, self.day, "到村里看了路，说好年内修。"
        )
        self.record_talk(self.officer, pk, talk=talk)
        with scope(self.lead):
            talk_id = Talk.objects.get(suggestion_id=pk).pk
        self.confirm_talk(self.lead, pk, talk_id=talk_id)

    def replied(self, pk: int, words: str) -> None:
        reply = suggestions.ReplyText("A", f"{words} 三组到小学的道路已经全部硬化，路灯也装好了。")
        self.draft_reply(self.officer, pk, reply=reply)
        self.issue_reply(self.head, pk)

    def rated(self, pk: int, result: Satisfaction = Satisfaction.SATISFIED, text: str = "") -> None:
        self.rate_reply(self.lead, pk, attitude=Satisfaction.SATISFIED, result=result, text=text)


def plant(world: World, at: datetime) -> Secrets:
    """Two more people of the own county, and one suggestion for each thing that is not for everybody."""
    with scope(SETUP):
        _more_people(world, at)
    author = Author(world, at)
    _unsubmitted(author)
    _handled(author)
    _published(author)
    with scope(author.officer):
        found = Reply.objects.filter(suggestion_id__in=author.found.suggestion_ids)
        author.found.replies = list(found.values_list("suggestion_id", "pk"))
    return author.found


def _more_people(world: World, at: datetime) -> None:
    """A second deputy and a second unit of the own county, with accounts."""
    beside = world.spots["beside"]
    term = Term.objects.get(congress__division_code=OWN)
    people.give_mandate(
        person_id=beside.person_id, term_id=term.pk, home_code=beside.village, electoral_district="第二选区",
        since=date(2022, 1, 1), actor=SETUP, at=at,
    )  # fmt: skip
    for role in (Role.DEPUTY, Role.UNIT_HANDLER, Role.UNIT_LEADER):
        name = f"{role}@beside"
        user = create_user(
            login=name.replace("@", "."), name=name, phone="", password=None, actor=SETUP, at=at
        )
        grant = give_grant(
            user_id=user.pk, role=role, division_code=OWN, label=name, reason="矩阵", actor=SETUP,
            at=at - timedelta(days=10), unit_id=beside.unit_id if role in UNIT_ROLES else None,
            person_id=beside.person_id if role == Role.DEPUTY else None,
        )  # fmt: skip
        world.actors[name] = (user, grant)


def _unsubmitted(a: Author) -> None:
    """A draft; one that a second deputy was asked to sign; one returned, rewritten and withdrawn."""
    sees = a.found.sees
    a.draft("ZXSdraft")
    sees["ZXSdraft"] = _by(people_={a.lead_id}, place=False)
    asked = a.draft("ZXSasked")
    a.invite_cosigners(a.lead, asked, names=("代表beside",))
    sees["ZXSasked"] = _by(people_={a.lead_id, a.second_id}, place=False)
    again = a.draft("ZXSfirst")
    a.submit_suggestion(a.lead, again)
    a.return_suggestion(a.office, again, reason="请补充道路的长度")
    a.revise_suggestion(a.lead, again)
    text = suggestions.Draft(
        "关于ZXSrewritten的建议", "ZXSrewritten 写到一半的情况。", "ZXSrewritten 写到一半的话。", "transport"
    )
    a.edit_draft(a.lead, again, draft=text)
    a.withdraw_suggestion(a.lead, again, reason="不再提这件事了")
    sees["ZXSrewritten"] = _by(people_={a.lead_id}, place=False)
    review = a.draft("ZXSreview")
    a.submit_suggestion(a.lead, review)
    sees["ZXSreview"] = _by(people_={a.lead_id}, handed=False)


def _handled(a: Author) -> None:
    """A confidential one; an opinion before the reply; a draft of a reply; a reply; a dissatisfied reason."""
    sees, ours = a.found.sees, {"people_": {a.lead_id}, "units": {a.unit_id}}
    secret = a.draft("ZXSsecret", is_confidential=True)
    a.handled(secret)
    a.replied(secret, "ZXSsecretanswer")
    a.rated(secret)
    sees |= dict.fromkeys(("ZXSsecret", "ZXSsecretanswer"), _by(**ours, secret=True))

    helped = a.draft("ZXShelped")
    a.handled(helped, Given(a.unit_id, Duty.LEAD), Given(a.helper_id, Duty.CO))
    helper = actor_from(*a.world.actors["unit_handler@beside"])
    a.receive_suggestion(helper, helped)
    a.give_opinion(helper, helped, text="ZXSopinion 沿线排水沟由我局同步整修。")
    reply = suggestions.ReplyText("A", "ZXSunsigned 三组到小学的道路已经全部硬化，路灯也装好了。")
    a.draft_reply(a.officer, helped, reply=reply)
    both = {a.unit_id, a.helper_id}
    sees["ZXShelped"] = _by(people_={a.lead_id}, units=both)
    # The opinion is for the lead unit and for those who watch over it; the deputies read it with the reply.
    sees["ZXSopinion"] = _by(people_=set(), units=both)
    sees["ZXSunsigned"] = _by(people_=set(), units={a.unit_id}, place=False)

    answered = a.draft("ZXSanswered")
    a.handled(answered)
    a.replied(answered, "ZXSanswer")
    sees |= dict.fromkeys(("ZXSanswered", "ZXSanswer"), _by(**ours))

    unhappy = a.draft("ZXSunhappy")
    a.handled(unhappy)
    a.replied(unhappy, "ZXSfirstanswer")
    a.rated(unhappy, Satisfaction.DISSATISFIED, "ZXSreason 路灯还没有装")
    sees |= dict.fromkeys(("ZXSunhappy", "ZXSfirstanswer", "ZXSreason"), _by(**ours))

    waits = a.draft("ZXShanded")
    a.submit_suggestion(a.lead, waits)
    a.accept_suggestion(a.office, waits, category="")
    a.hand_over_suggestion(a.office, waits, organ=Organ.COURT, note="")
    sees["ZXShanded"] = _by(people_={a.lead_id})


def _published(a: Author) -> None:
    """One whose deputy is against publication; one published in other words; one published and taken back."""
    sees, ours = a.found.sees, _by(people_={a.lead_id}, units={a.unit_id})
    against = a.draft("ZXSagainst", may_publish=False)
    a.handled(against)
    a.replied(against, "ZXSagainstanswer")
    a.rated(against)
    for canary in ("ZXSraw", "ZXShidden"):
        pk = a.draft(canary)
        a.handled(pk)
        a.replied(pk, f"{canary}answer")
        a.rated(pk, Satisfaction.BASICALLY, f"{canary}rating")
        shown = "" if canary == "ZXSraw" else "ZXSshown"
        a.publish_suggestion(
            a.office, pk, title=f"关于修路的建议{shown}", text=f"{shown}三组到小学的路坏了半年多。",
            answer=f"{shown}三组到小学的道路已经硬化。", confirmed_findings=True,
        )  # fmt: skip
    a.wish_publication(a.lead, a.found.suggestion_ids[-1], agrees=False)
    kept = ("ZXSagainst", "ZXSagainstanswer", "ZXSraw", "ZXSrawanswer", "ZXSrawrating", "ZXShidden",
            "ZXShiddenanswer", "ZXShiddenrating")  # fmt: skip
    sees |= dict.fromkeys(kept, ours)
    sees["ZXSshown"] = lambda _actor: False  # taken back with the wish: on no page any more
