"""What a decision does to any number of items, there and back, before it is laid over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from editor_app.core.conflict import Turn
from editor_app.core.decision import ItemEdit
from editor_app.core.step import Step

Change = ItemEdit | Turn
"""What to make of what is pending of an item."""


@dataclass(slots=True)
class Plan:
    """Changes that belong together: of each item, by its place, the one to make and the one that takes it back.

    Those of items that read alike are the same objects, which is what makes a decision about very many items quick to
    plan, to write down and to lay.
    """

    items: list[int] = field(default_factory=list)
    there: list[Change] = field(default_factory=list)
    back: list[Change] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.items)

    @staticmethod
    def of(steps: Iterable[Step]) -> Plan:
        """The plan of what was planned item by item."""
        plan = Plan()
        for step in steps:
            plan.items.append(step.item)
            plan.there.append(step.forward())
            plan.back.append(step.backward())
        return plan
