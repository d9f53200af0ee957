"""What a session brings beside single suggestions: motions, a list to hand over, published replies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from lianxin.assist.personal_data import find, redacted
from lianxin.demo.days import moment
from lianxin.demo.suggestions import Proposals, Text, texts
from lianxin.demo.world import World
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.people import reads as people
from lianxin.suggestions import actions, reads
from lianxin.suggestions.access import suggestions_visible_to
from lianxin.suggestions.actions import Count, Given, MotionText, TalkFacts
from lianxin.suggestions.motion_words import MotionProposer
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.words import Leader, Mode, Stage
from lianxin.suggestions.workflow import Duty, SuggestionState

_IN_SESSION = 62  # days ago: the second day of the demo's session
_WAITING = 10
_PUBLISHED = 6

MOTIONS = (
    MotionText(
        "关于制定农村饮水安全管理办法的议案",
        "全市还有三十二个村民小组冬春缺水，管护没有依据，代表和群众意见集中。",
        "请大会作出决定，由市人民政府在今年九月前制定农村饮水安全管理办法，并向常委会报告。", "farming",
    ),
    MotionText(
        "关于加强农村公路管护的议案",
        "农村公路通车里程逐年增加，养护资金和人员没有保障，破损路段多。",
        "请市人民政府建立农村公路养护资金和路长制度，每年向常委会报告。", "transport",
    ),
    MotionText(
        "关于保护传统村落的议案",
        "几个传统村落的老房子年久失修，修缮标准和资金不明确。",
        "请常委会组织调研，提出保护传统村落的决定草案。", "culture",
    ),
)  # fmt: skip


class SessionWork:
    """The main county's session, as its office and deputies do it."""

    def __init__(self, world: World, rng: Random) -> None:
        self.world, self.rng = world, rng
        self.proposals = Proposals(world, rng)
        self.office, self.place = self.proposals.office, self.proposals.place

    def at(self, ago: int, minute: int) -> datetime:
        """A moment of a day so many days ago."""
        return moment(self.world.today - timedelta(days=ago), minute)

    # ---- motions -------------------------------------------------------------------------------------

    def motions(self) -> int:
        """Three of deputies, each on another way, and one of the government; returns how many."""
        least = rules_for(self.place, self.at(_IN_SESSION, 0).date()).signers_for(self.place)
        sponsors = self._with_names_of_their_own()[: least + 1]
        made = 0
        if len(sponsors) >= least:
            decided = {"decided_by": "大会主席团第二次会议"}
            first, second, third = (self._raised(text, sponsors, n) for n, text in enumerate(MOTIONS))
            self._passed(first, decided)
            self._do(
                actions.convert_motion, second, self.at(_IN_SESSION, 620),
                decided | {"note": "请作为重点建议办理。"},
            )  # fmt: skip
            self._goes_on(second)
            self._do(
                actions.refer_after_session, third, self.at(_IN_SESSION, 640),
                decided | {"committee": "教科文卫委员会"},
            )  # fmt: skip
            made = len(MOTIONS)
        with scope(self.office):
            actions.enter_motion(
                proposer=MotionProposer.GOVERNMENT, proposer_name=f"{divisions.name_of(self.place)}人民政府",
                text=MotionText(
                    "关于批准乡村振兴示范片建设计划的议案", "示范片建设计划已经市人民政府常务会议讨论。",
                    "请大会审议批准示范片建设计划。", "village",
                ),
                actor=self.office, at=self.at(_IN_SESSION, 660),
            )  # fmt: skip
        return made + 1

    def _with_names_of_their_own(self) -> list[Actor]:
        """Deputies who can be asked by name alone."""
        names = people.names_of(d.person_id or 0 for d in self.proposals.deputies)
        known = people.members_named(self.proposals.congress_id, names.values())
        return [
            d for d in self.proposals.deputies if len(known.get(names.get(d.person_id or 0, ""), ())) == 1
        ]

    def _raised(self, text: MotionText, sponsors: Sequence[Actor], number: int) -> int:
        lead, others = sponsors[number], [s for s in sponsors if s is not sponsors[number]]
        names = people.names_of(other.person_id or 0 for other in others)
        minute = 540 + 10 * number
        with scope(lead):
            motion_id = actions.draft_motion(
                congress_id=self.proposals.congress_id, text=text, actor=lead, at=self.at(_IN_SESSION, minute)
            ).pk
            actions.invite_to_motion(
                motion_id=motion_id,
                names=tuple(names.values()),
                actor=lead,
                at=self.at(_IN_SESSION, minute + 1),
            )
        for other in others:
            with scope(other):
                actions.cosign_motion(motion_id=motion_id, actor=other, at=self.at(_IN_SESSION, minute + 2))
        with scope(lead):
            actions.submit_motion(motion_id=motion_id, actor=lead, at=self.at(_IN_SESSION, minute + 3))
        return motion_id

    def _do(
        self, act: Callable[..., object], motion_id: int, at: datetime, facts: Mapping[str, object]
    ) -> None:
        with scope(self.office):
            act(motion_id=motion_id, actor=self.office, at=at, **facts)

    def _passed(self, motion_id: int, decided: dict[str, str]) -> None:
        opinion = "属于本级人大职权，理由充分，方案可行，建议列入本次大会议程。"
        vote = {"count": Count(171, 6, 9, 200)}
        self._do(
            actions.send_to_committee, motion_id, self.at(_IN_SESSION, 580),
            decided | {"committee": "农业与农村委员会"},
        )  # fmt: skip
        self._do(
            actions.give_committee_opinion, motion_id, self.at(_IN_SESSION, 590),
            {"favours": True, "opinion": opinion},
        )  # fmt: skip
        self._do(actions.put_on_agenda, motion_id, self.at(_IN_SESSION, 600), decided)
        self._do(actions.vote_on_motion, motion_id, self.at(_IN_SESSION - 2, 610), vote)

    def _goes_on(self, motion_id: int) -> None:
        """What became a suggestion is accepted, given to the transport office and talked over."""
        unit = self.world.units[self.place].get("transport")
        with scope(self.office):
            pk = reads.motion_page(self.office, motion_id, at=self.at(_IN_SESSION, 630)).suggestion_id or 0
            actions.accept_suggestion(suggestion_id=pk, category="", actor=self.office, at=self.at(60, 600))
            if unit is not None:
                sole = [Given(unit.unit_id, Duty.SOLE)]
                actions.assign_suggestion(
                    suggestion_id=pk, given=sole, note="", actor=self.office, at=self.at(58, 600)
                )
        if unit is not None:
            talk = TalkFacts(
                Stage.BEFORE, Mode.MEETING, Leader.HEAD, self.at(50, 600).date(), "座谈听取了联名代表的意见。"
            )
            with scope(unit.actor):
                actions.receive_suggestion(suggestion_id=pk, actor=unit.actor, at=self.at(56, 600))
                actions.record_talk(suggestion_id=pk, talk=talk, actor=unit.actor, at=self.at(50, 660))

    # ---- a list to hand over together ----------------------------------------------------------------

    def waiting(self) -> None:
        """A good handful that the office has accepted, on a list that it is going through."""
        towns = [place.name for place in divisions.children(self.place)]
        known = [t for t in texts() if {t.unit, t.co} <= self.world.units[self.place].keys()]
        for number in range(_WAITING if known else 0):
            self._accepted(known[number % len(known)], towns[(number * 3 + 1) % len(towns)], number)
        # Like none before: nobody is proposed, the office decides.
        song = "关于举办{p}山歌比赛的建议"
        told = "火把节期间{p}没有山歌比赛，各村歌手盼着同台唱。"
        wish = "请每年火把节举办一次山歌比赛。"
        self._accepted(Text(song, "other", "", "", told, wish, "", "", ""), towns[0], _WAITING)
        with scope(self.office):
            ids = reads.waiting_ids(self.office, phase="", category="", most=actions.MOST_IN_LIST)
            if ids:
                actions.list_handover(
                    suggestion_ids=ids, title=f"{divisions.name_of(self.place)}代表建议集中交办清单",
                    note="请在办前、办中、办后与代表面商。", actor=self.office, at=self.at(1, 900),
                )  # fmt: skip

    def _accepted(self, text: Text, town: str, number: int) -> None:
        lead = self.proposals.deputies[number % len(self.proposals.deputies)]
        draft = actions.Draft(
            title=text.title.format(p=town), situation=text.situation.format(p=town), proposal=text.proposal,
            category=text.category,
        )  # fmt: skip
        with scope(lead):
            made = actions.draft_suggestion(
                congress_id=self.proposals.congress_id, draft=draft, actor=lead, at=self.at(4, 540 + number)
            )
            actions.submit_suggestion(suggestion_id=made.pk, actor=lead, at=self.at(4, 600 + number))
        with scope(self.office):
            actions.accept_suggestion(
                suggestion_id=made.pk, category="", actor=self.office, at=self.at(3, 600 + number)
            )

    # ---- what everybody may read ---------------------------------------------------------------------

    def publish(self) -> int:
        """The office has looked at some closed ones and shows them; returns how many."""
        with scope(self.office):
            closed = suggestions_visible_to(self.office).filter(
                state=SuggestionState.CLOSED, may_publish=True, is_confidential=False
            )
            ids = list(closed.order_by("pk").values_list("pk", flat=True)[:_PUBLISHED])
            for number, pk in enumerate(ids):
                shown = reads.publication_page(self.office, pk).proposed
                words = {name: redacted(text) for name, text in shown.items()}
                actions.publish_suggestion(
                    suggestion_id=pk, title=words["title"], text=words["text"], answer=words["answer"],
                    confirmed_findings=any(find(text) for text in words.values()), actor=self.office,
                    at=self.at(2, 600 + number),
                )  # fmt: skip
        return len(ids)


def tell(world: World, rng: Random) -> Counter[str]:
    """Motions, the list, the public pages; returns how many of each."""
    work = SessionWork(world, rng)
    if len(work.proposals.deputies) < 2:
        return Counter()
    counts = Counter(motions=work.motions())
    work.waiting()
    counts["published"] = work.publish()
    return counts
