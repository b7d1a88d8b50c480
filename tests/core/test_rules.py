"""Rules: what they find, what they would do, and how they are kept."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.core.catalog import Catalog, Queue
from editor_app.core.decision import Publish, Reject
from editor_app.core.errors import UnreadableItem
from editor_app.core.query import Query
from editor_app.core.row import Row, problem_row
from editor_app.core.rules import (
    FORMAT,
    LARGEST,
    MOST,
    BadRules,
    DryRun,
    Rule,
    Ruling,
    Verdict,
    as_json,
    from_json,
    rule_of_list,
    topics_of,
)
from editor_app.core.state import State

NOW = 1_795_392_000.0


def catalog_of(count: int = 10) -> Catalog:
    """Items of qualities 0, 10, 20… and one file that cannot be read."""
    catalog = Catalog()
    catalog.add(
        Row(f"_news/{n:05}.md", title=f"T{n}", quality=10 * n, published=False, published_at=1_000 * n)
        for n in range(count)
    )
    catalog.add([problem_row("_news/bad.md", UnreadableItem("It cannot be read."))])
    return catalog


def dry_run(catalog: Catalog, rule: Rule) -> list[int]:
    run = DryRun(catalog, rule, NOW)
    for _ in run.steps():
        assert not run.is_done
    assert run.is_done
    return run.found


def low(verdict: Verdict = Verdict.REJECT, *topics: str) -> Rule:
    return Rule(Query.parse("quality<30"), Ruling(verdict, topics))


def test_a_dry_run_names_what_would_change_and_changes_nothing() -> None:
    catalog = catalog_of()
    assert dry_run(catalog, low()) == [2, 1, 0]  # the newest first
    assert not catalog.pending
    assert all(catalog.state(item) is State.UNPUBLISHED for item in range(10))


def test_what_is_decided_so_already_does_not_count() -> None:
    catalog = catalog_of()
    for step in catalog.plan([0], Reject()):
        catalog.change(step.item, step.forward())
    assert dry_run(catalog, low()) == [2, 1]
    for step in catalog.plan([1], Publish()):
        catalog.change(step.item, step.forward())
    assert dry_run(catalog, low()) == [2, 1]  # published is not rejected
    assert dry_run(catalog, low(Verdict.REQUEUE)) == [1, 0]


def test_a_rule_can_add_topics_with_its_decision_or_alone() -> None:
    catalog = catalog_of()
    rule = low(Verdict.KEEP, "Tips", "AI")
    assert dry_run(catalog, rule) == [2, 1, 0]
    for step in catalog.plan([0, 1], low(Verdict.REJECT, "Tips").ruling):
        catalog.change(step.item, step.forward())
    assert (catalog.topics(0), catalog.state(0)) == (("Tips",), State.REJECTED)
    for step in catalog.plan([0], rule.ruling):
        catalog.change(step.item, step.forward())
    assert catalog.topics(0) == ("Tips", "AI")
    assert dry_run(catalog, rule) == [2, 1]


@pytest.mark.parametrize("rule", [Rule(), Rule(Query(), Ruling(Verdict.PUBLISH)), low(Verdict.KEEP)])
def test_a_rule_that_asks_for_nothing_or_decides_nothing_finds_nothing(rule: Rule) -> None:
    assert not rule.is_whole
    assert dry_run(catalog_of(), rule) == []


def test_files_that_are_gone_and_problems_do_not_count() -> None:
    catalog = catalog_of()
    catalog.remove(1)
    assert dry_run(catalog, low()) == [2, 0]
    assert dry_run(catalog, Rule(Query.parse("is:problem"), Ruling(Verdict.REJECT))) == []


def test_a_long_list_is_looked_through_in_many_steps() -> None:
    catalog = catalog_of(3_000)
    run = DryRun(catalog, Rule(Query.parse("quality>=0")), NOW)
    seen = [len(run.found) for _ in run.steps()]
    assert len(seen) > 5
    assert seen[0] < 1_000
    assert sorted(run.found) == list(range(3_000))
    assert run.total == 3_001


@pytest.mark.parametrize(
    ("queue", "query", "expected", "verdict"),
    [
        (Queue.UNPUBLISHED, "quality<20", "is:unpublished quality<20", Verdict.REJECT),
        (Queue.UNPUBLISHED, "is:unpublished quality<20", "is:unpublished quality<20", Verdict.REJECT),
        (Queue.UNPUBLISHED, "a OR b", "is:unpublished (a OR b)", Verdict.REJECT),
        (Queue.ALL, "quality<20", "quality<20", Verdict.REJECT),
        (Queue.REJECTED, "", "is:rejected", Verdict.REQUEUE),
        (Queue.PROBLEMS, "", "is:problem", Verdict.REJECT),
    ],
)
def test_a_list_becomes_a_rule_with_its_queue(
    queue: Queue, query: str, expected: str, verdict: Verdict
) -> None:
    rule = rule_of_list(queue, Query.parse(query))
    assert (str(rule.query), rule.ruling.verdict) == (expected, verdict)


def test_topics_are_typed_with_commas() -> None:
    assert topics_of(" AI, Computer Vision,,AI , a\tb") == ("AI", "Computer Vision")
    assert topics_of("") == ()


TOPIC = st.from_regex(r"[A-Za-zäß€][A-Za-z äß€]*[a-z]", fullmatch=True)


@given(
    st.lists(
        st.builds(
            Rule,
            st.sampled_from(["", "a", '"b c" OR -topic="x\\"y"', "date<last-7d quality<20"]).map(Query.parse),
            st.builds(Ruling, st.sampled_from(Verdict), st.lists(TOPIC, max_size=3, unique=True).map(tuple)),
            TOPIC.map(lambda name: name[:60].strip()),
        ),
        max_size=4,
    )
)
def test_any_rules_read_back(rules: list[Rule]) -> None:
    assert from_json(as_json(rules)) == rules


def file_of(**fields: object) -> str:
    good = {"query": "a", "decision": "reject"}
    return json.dumps({"format": FORMAT, "rules": [good, {**good, **fields}]})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no file of rules"),
        ("[]", "no file of rules"),
        ("[" * 100_000, "no file of rules"),
        ('{"rules": []}', "no file of rules"),
        (json.dumps({"format": FORMAT, "rules": 5}), "no file of rules"),
        (json.dumps({"format": FORMAT, "rules": [{}] * (MOST + 1)}), "no file of rules"),
        (json.dumps({"format": FORMAT, "rules": ["x"]}), "Rule 1"),
        ("x" * (LARGEST + 1), "never that large"),
        (file_of(decision="delete"), "“decision” of rule 2"),
        (file_of(decision=["reject"]), "“decision” of rule 2"),
        (file_of(name="a\nb"), "“name” of rule 2"),
        (file_of(name="x" * 81), "“name” of rule 2"),
        (file_of(topics="AI"), "“topics” of rule 2"),
        (file_of(topics=["a", ""]), "“topics” of rule 2"),
        (file_of(topics=["a"] * 21), "“topics” of rule 2"),
        (file_of(query="is:secret"), "query of rule 2"),
        (file_of(query=5), "query of rule 2"),
        (file_of(query="x" * 10_001), "query of rule 2"),
    ],
)
def test_what_is_no_file_of_rules_is_told_without_quoting_it(text: str, reason: str) -> None:
    with pytest.raises(BadRules, match=reason) as raised:
        from_json(text)
    assert "secret" not in str(raised.value)
