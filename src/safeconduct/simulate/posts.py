"""What each post writes down: passages, checks, decisions, corrections."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from safeconduct.base.instant import US_PER_MINUTE
from safeconduct.simulate.checks import Reals
from safeconduct.simulate.drafts import Draft, Drafts, text
from safeconduct.simulate.journeys import NEVER, US_PER_HOUR, Flags, Ints, Journeys
from safeconduct.simulate.sections import Mistake
from safeconduct.simulate.seeded import stream
from safeconduct.simulate.traffic import Traffic

_SET_RIGHT = "the kind of vehicle was written down wrongly"
_NOT_PASSABLE = "the road ahead was not passable"


def watching(traffic: Traffic, source: str, at: Ints) -> Flags:
    """Whether a source records at these instants: neither silent nor denied, and within the period."""
    there = (at >= traffic.begin_us) & (at < traffic.end_us)
    for gap in traffic.watch.gaps:
        if gap.source == source and gap.state != "degraded":
            there &= (at < gap.from_) | (at >= gap.until)
    return there


def delays(traffic: Traffic, random_normal: Reals) -> Ints:
    """From what happens to its entry, µs: at least two seconds, mostly less than a minute."""
    seconds = 2 + traffic.watch.delay_s * np.exp(0.7 * random_normal)
    return np.asarray((seconds * 1000).astype(np.int64) * 1000, dtype=np.int64)


class PostBook:
    """Writes the book of one post. Raises nothing."""

    def __init__(self, traffic: Traffic, seed: int, journeys: Journeys, number: int) -> None:
        self.traffic = traffic
        self.journeys = journeys
        self.post = traffic.road.posts[number]
        self.stay = journeys.stays[number]
        self.is_main = number == traffic.main
        self.drafts = Drafts(self.post.log)
        self._random = stream(seed, f"book {self.post.id}")
        self._ways = [traffic.directions[way] for way in journeys.way.tolist()]
        self._written = [traffic.categories[one] for one in journeys.category.tolist()]
        self._wrong: dict[int, tuple[Mistake, list[Draft]]] = {}

    def write(self) -> Drafts:
        """All entries of the post, in no order."""
        self._mistake()
        if self.post.checks:
            self._passages("arrived", self.stay.arrive)
            self._checks()
            self._decisions()
        self._passages("passed", self.stay.leave)
        for each, (mistake, drafts) in self._wrong.items():
            for draft in drafts:
                after = mistake.corrected_h * US_PER_HOUR + each % 7 * US_PER_MINUTE
                self.drafts.correct(draft, after, _SET_RIGHT, category=mistake.was)
        return self.drafts

    def _mistake(self) -> None:
        """Choose the vehicles that are written down under a wrong category."""
        for mistake in self.traffic.watch.mistakes:
            if mistake.post == self.post.id and mistake.was in self.traffic.categories:
                was = self.traffic.categories.index(mistake.was)
                day, recorded = self.journeys.day == mistake.day, self.visible(self.stay.leave)
                fit = np.flatnonzero(day & recorded & (self.journeys.category == was))
                for each in self._random.permutation(fit)[: mistake.count].tolist():
                    self._written[each] = mistake.written
                    self._wrong[each] = (mistake, [])

    def visible(self, at: Ints) -> Flags:
        """Whether the post exists and records at these instants."""
        exists: Flags = (at != NEVER) & (at >= self.post.from_)
        return exists & watching(self.traffic, self.post.id, at)

    def _clock(self, at: Ints) -> Ints:
        """What the post's clock shows."""
        shown = at.copy()
        for clock in self.traffic.watch.clocks:
            if clock.post == self.post.id:
                fast = (at >= clock.from_) & (at < clock.until)
                shown[fast] += clock.fast_min * US_PER_MINUTE
        return shown

    def _rows(self, at: Ints, recorded_from: Ints) -> Iterable[tuple[int, int, int]]:
        """Journey, shown time and time of recording of what the post records; in order of the journeys."""
        those = np.flatnonzero(self.visible(at) & self.visible(recorded_from))
        late = delays(self.traffic, self._random.standard_normal(those.size))
        shown, recorded = self._clock(at[those]), recorded_from[those] + late
        return zip(those.tolist(), shown.tolist(), recorded.tolist(), strict=True)

    def _passages(self, event: str, at: Ints) -> None:
        ids, post, add = self.journeys.ids, self.post.id, self.drafts.add
        loads = self.journeys.load_kg.tolist() if self.is_main and event == "arrived" else None
        for each, shown, recorded in self._rows(at, at):
            body = {"category": self._written[each], "direction": self._ways[each], "event": event}
            if loads is not None and loads[each]:
                body["load_kg"] = loads[each]
            draft = add(recorded, shown, "passage", movement=ids[each], post=post, **body)
            if each in self._wrong:
                self._wrong[each][1].append(draft)

    def _checks(self) -> None:
        """A check is written down when it has ended; a check whose end nobody wrote down is not there."""
        names = list(self.traffic.checking.methods)
        ends, found = self._clock(self.stay.end).tolist(), self.stay.found.tolist()
        for each, shown, recorded in self._rows(self.stay.start, self.stay.end):
            words = [self._word(each)] if found[each] else []
            self.drafts.add(
                recorded,
                shown,
                "check",
                movement=self.journeys.ids[each],
                method=names[self.stay.method[each]],
                result="failed" if words else "passed",
                by=self.post.by,
                post=self.post.id,
                found=words,
                end=text(ends[each]),
            )

    def _word(self, each: int) -> str:
        return self.traffic.planted.items[int(self.journeys.planted[each])].word

    def _decisions(self) -> None:
        """Hold and let through; turned back for what was found, or because the road was shut."""
        stay, gone = self.stay, self.journeys.turned_back if self.is_main else np.zeros_like(self.stay.held)
        held = np.where(stay.held, stay.end, NEVER)
        for each, shown, recorded in self._rows(held, held):
            self._decision(each, shown, recorded, "hold")
        released = np.where(stay.held & ~gone, stay.leave, NEVER)
        for each, shown, recorded in self._rows(released, released):
            self._decision(each, shown, recorded, "let_through")
        back = np.where(gone, np.where(stay.found, stay.end + 40 * US_PER_MINUTE, stay.arrive + US_PER_MINUTE), NEVER)
        for each, shown, recorded in self._rows(back, back):
            self._decision(each, shown, recorded, "turn_back")

    def _decision(self, each: int, shown: int, recorded: int, outcome: str) -> None:
        shut = outcome == "turn_back" and not self.stay.found[each]
        more = {"suggested": "let_through", "reason": _NOT_PASSABLE} if shut else {}
        clauses = [] if shut else self.post.clauses
        self.drafts.add(
            recorded,
            shown,
            "decision",
            movement=self.journeys.ids[each],
            outcome=outcome,
            post=self.post.id,
            by=self.post.by,
            clauses=clauses,
            **more,
        )
