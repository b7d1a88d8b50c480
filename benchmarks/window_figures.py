"""The window's figures: each part in a process of its own, so that memory and the heartbeat are its own too."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from benchmarks.place import Place
from benchmarks.rows import Samples

_SAVED = 10_000
_REFRESHED = 5_000


def _awake(name: str, gaps: Sequence[float]) -> dict[str, Samples]:
    return {f"awake-{name}": Samples(gaps), f"awake-{name}-worst": Samples(gaps)}


def _root(place: Place) -> str:
    return os.fspath(place.tree.root)


def cold(place: Place) -> dict[str, Samples]:
    rounds = [
        place.run("window_files.load", place.fresh_home(), root=_root(place)) for _ in range(place.rounds)
    ]
    return {
        "cold-open-window": Samples([one["loaded"] for one in rounds], [one["floor"] for one in rounds]),
        "first-screen": Samples([one["first_screen"] for one in rounds]),
        "memory": Samples([one["memory"] for one in rounds]),
        **_awake("cold-load", _together(rounds)),
    }


def warm(place: Place) -> dict[str, Samples]:
    rounds = [
        place.run("window_files.load", place.warm_home(), root=_root(place)) for _ in range(place.rounds)
    ]
    return _awake("warm-load", _together(rounds))


def _together(rounds: Sequence[dict[str, Any]]) -> list[float]:
    return [gap for one in rounds for gap in one["gaps"]]


def filter_list(place: Place) -> dict[str, Samples]:
    found = _hands(place, "filter_list", presses=place.presses)
    samples = {name: Samples(ours, found["floor"].get(name, ())) for name, ours in found["ours"].items()}
    return {**samples, **_awake("filter", found["gaps"])}


def narrow(place: Place) -> dict[str, Samples]:
    # Views would stay for the parts that follow.
    found = place.run(
        "window_narrow.narrow",
        place.fresh_home(),
        root=_root(place),
        rounds=place.rounds,
        presses=place.presses,
    )
    return {"filter-query": Samples(found["filter-query"]), **_awake("narrow", found["gaps"])}


def sort_list(place: Place) -> dict[str, Samples]:
    found = _hands(place, "sort_list", presses=place.presses)
    return {name: Samples(ours, found["floor"][name]) for name, ours in found["ours"].items()}


def select(place: Place) -> dict[str, Samples]:
    return {name: Samples(seconds) for name, seconds in _hands(place, "select").items()}


def step(place: Place) -> dict[str, Samples]:
    found = _hands(place, "step", presses=place.presses)
    return {name: Samples(found[name], found["floor"]) for name in ("next-item", "decide-one")}


def decide(place: Place) -> dict[str, Samples]:
    found = _hands(place, "decide")
    samples = {name: Samples(found[name]) for name in ("decide-many", "undo-many")}
    return {**samples, **_awake("decide", found["gaps"])}


def _hands(place: Place, function: str, **more: int) -> dict[str, Any]:
    found: dict[str, Any] = place.run(
        f"window_hands.{function}", place.warm_home(), root=_root(place), rounds=place.rounds, **more
    )
    return found


def save(place: Place) -> dict[str, Samples]:
    # About six in ten are unpublished, and only those are saved.
    paths = place.tree.scattered(_SAVED * 2)
    with place.tree.restored(paths):
        found = place.run(
            "window_files.save",
            place.warm_home(),
            root=_root(place),
            paths=paths,
            count=min(_SAVED, place.items // 3),
            scratch=os.fspath(place.own / "copies"),
            rounds=place.rounds,
        )
    place.files_have_changed()
    return {"save": Samples(found["ours"], found["floor"]), **_awake("save", found["gaps"])}


def refresh(place: Place) -> dict[str, Samples]:
    paths = place.tree.scattered(min(_REFRESHED, place.items // 10))
    with place.tree.restored(paths):
        found = place.run(
            "window_files.refresh", place.warm_home(), root=_root(place), paths=paths, rounds=place.rounds
        )
    place.files_have_changed()
    return _awake("refresh", found["gaps"])


def million(place: Place) -> dict[str, Samples]:
    """Made rows; as many as the run has items."""
    found = place.run(
        "window_million.measure",
        place.fresh_home(),
        count=place.items,
        rounds=place.rounds,
        presses=place.presses,
    )
    samples = {
        f"million-{name}": Samples(ours, found["floor"].get(name, ())) for name, ours in found["ours"].items()
    }
    return {**samples, "million-memory": Samples([found["memory"]])}
