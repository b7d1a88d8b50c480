"""Rules: a query and what is to be decided about the items that it finds. None ever runs by itself."""

from __future__ import annotations

import json
import math
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.decision import Decision, Fields, Publish, Reject, Requeue, retag
from editor_app.core.errors import EditorAppError, WrongQuery
from editor_app.core.query import Query
from editor_app.core.query.conditions import Is, Standing
from editor_app.core.stepwise_sort import sorted_in_steps

FORMAT: Final = "editor-app rules 1"
"""Stands in every file of rules."""

MOST: Final = 200
LONGEST_NAME: Final = 80
LARGEST: Final = 1_000_000
"""Characters of a file of rules."""

_LONGEST_QUERY: Final = 10_000
_MOST_TOPICS: Final = 20
_STEP: Final = 500  # items that are asked about at once


class BadRules(EditorAppError):
    """A file of rules cannot be read."""


class Verdict(StrEnum):
    """What a rule says of where an item is to stand."""

    PUBLISH = "publish"
    REJECT = "reject"
    REQUEUE = "requeue"
    KEEP = "keep"
    """It stays where it is; only topics are added."""


_DECISIONS: Final[dict[Verdict, Decision]] = {
    Verdict.PUBLISH: Publish(),
    Verdict.REJECT: Reject(),
    Verdict.REQUEUE: Requeue(),
}

_STANDING: Final = {
    Queue.UNPUBLISHED: Is.UNPUBLISHED,
    Queue.PUBLISHED: Is.PUBLISHED,
    Queue.REJECTED: Is.REJECTED,
    Queue.SNOOZED: Is.SNOOZED,
    Queue.CHANGED: Is.CHANGED,
    Queue.CONFLICTS: Is.CONFLICT,
    Queue.PROBLEMS: Is.PROBLEM,
}


@dataclass(frozen=True, slots=True)
class Ruling(Decision):
    """Where an item is to stand and what it is about, decided as one."""

    verdict: Verdict = Verdict.REJECT
    topics: tuple[str, ...] = ()

    def apply(self, fields: Fields) -> Fields:
        decision = _DECISIONS.get(self.verdict)
        if decision is not None:
            fields = decision.apply(fields)
        return retag(add=self.topics).apply(fields) if self.topics else fields

    @property
    def past(self) -> str:
        decision = _DECISIONS.get(self.verdict)
        return decision.past if decision is not None else "retagged"


@dataclass(frozen=True, slots=True)
class Rule:
    """A query, and the decision about what it finds."""

    query: Query = field(default_factory=Query)
    ruling: Ruling = field(default_factory=Ruling)
    name: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it asks for something, so that it is not about each and every item, and decides something."""
        return bool(self.query) and (self.ruling.verdict is not Verdict.KEEP or bool(self.ruling.topics))


def rule_of_list(queue: Queue, query: Query) -> Rule:
    """The rule about what a list shows: its queue becomes a part of the query."""
    standing = _STANDING.get(queue)
    if standing is not None and not query.asks_for(Standing(standing)):
        query = Query.of([Standing(standing), *query.parts])
    verdict = Verdict.REQUEUE if queue in (Queue.REJECTED, Queue.PUBLISHED) else Verdict.REJECT
    return Rule(query, Ruling(verdict))


class DryRun:
    """What a rule would do to the items of a catalog now. It decides nothing.

    Problems do not count, nor items that are so already.
    """

    def __init__(self, catalog: Catalog, rule: Rule, now: float) -> None:
        """:param now: the time that ``today`` is taken from, in seconds since the epoch."""
        self._catalog = catalog
        self._rule = rule
        self._now = now
        self._looked_at: Sequence[int] = range(len(catalog.state_codes))
        self.found: list[int] = []
        """The items that would change, as far as has been looked; at the end the newest first."""
        self.total = len(catalog)
        """All items that there are."""
        self.is_done = False

    def steps(self) -> Generator[None, None, None]:
        """Look through all items, in steps of some milliseconds."""
        catalog, rule = self._catalog, self._rule
        moments, dates = catalog.files.moments, _Dates()
        if rule.is_whole:
            for start in range(0, len(self._looked_at), _STEP):
                there = catalog.those_in(Queue.ALL, self._looked_at[start : start + _STEP])
                asked = rule.query.select(catalog, there, self._now)
                for step in catalog.plan(asked, rule.ruling):
                    self.found.append(step.item)
                    dates.note(step.item, moments[step.item])
                yield
        self.found = yield from sorted_in_steps(self.found, dates, descending=True)
        self.is_done = True


class _Dates(Sequence[float]):
    """When stories came out, by item, for some items; those without a date come last."""

    def __init__(self) -> None:
        self._known: dict[int, float] = {}

    def note(self, item: int, moment: int | None) -> None:
        self._known[item] = -math.inf if moment is None else moment

    def __getitem__(self, item: Any) -> Any:
        return self._known[item]

    def __len__(self) -> int:
        return len(self._known)


# -- as text -----------------------------------------------------------------------------------------------------------


def as_json(rules: Iterable[Rule]) -> str:
    """Rules as text, for the settings or a file."""
    plain = [
        {
            "name": rule.name,
            "query": str(rule.query),
            "decision": rule.ruling.verdict.value,
            "topics": list(rule.ruling.topics),
        }
        for rule in rules
    ]
    return json.dumps({"format": FORMAT, "rules": plain}, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str) -> list[Rule]:
    """Rules of such a text.

    :raises BadRules: it is none, or one of them makes no sense. The sentence says which and quotes nothing.
    """
    if len(text) > LARGEST:
        raise BadRules("A file of rules is never that large.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    rules = found.get("rules") if isinstance(found, dict) and found.get("format") == FORMAT else None
    if not isinstance(rules, list) or len(rules) > MOST:
        raise BadRules("This is no file of rules.")
    return [_rule(number, plain) for number, plain in enumerate(rules, start=1)]


def _rule(number: int, plain: object) -> Rule:
    if not isinstance(plain, dict):
        raise BadRules(f"Rule {number} in this file makes no sense.")
    name, query = plain.get("name", ""), plain.get("query", "")
    verdict, topics = plain.get("decision"), plain.get("topics", [])
    if not isinstance(name, str) or len(name) > LONGEST_NAME or (name and not name.isprintable()):
        raise BadRules(f"“name” of rule {number} in this file makes no sense.")
    if not isinstance(verdict, str) or verdict not in set(Verdict):
        raise BadRules(f"“decision” of rule {number} in this file makes no sense.")
    if not isinstance(topics, list) or len(topics) > _MOST_TOPICS or not all(map(_is_topic, topics)):
        raise BadRules(f"“topics” of rule {number} in this file makes no sense.")
    try:
        if not isinstance(query, str) or len(query) > _LONGEST_QUERY:
            raise BadRules(f"The query of rule {number} in this file is wrong.")
        parsed = Query.parse(query)
    except WrongQuery:
        raise BadRules(f"The query of rule {number} in this file is wrong.") from None
    return Rule(parsed, Ruling(Verdict(verdict), tuple(topics)), name.strip())


def _is_topic(topic: object) -> bool:
    return isinstance(topic, str) and bool(topic.strip()) and topic.isprintable() and topic == topic.strip()


def topics_of(text: str) -> tuple[str, ...]:
    """Topics as somebody types them, with commas between."""
    names = (name.strip() for name in text.split(","))
    return tuple(dict.fromkeys(name for name in names if name and name.isprintable()))[:_MOST_TOPICS]
