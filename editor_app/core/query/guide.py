"""The language by examples, as help and documentation show it. A test runs each of them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Example(NamedTuple):
    """Something to type, and what it finds."""

    typed: str
    finds: str


GUIDE: Final = (
    Example("chip plant", "both words, anywhere in title, excerpt, provider, topics or path"),
    Example('"chip plant"', "the two words in one piece"),
    Example("-robot", "without the word; “-” goes before anything"),
    Example("ferry OR gulls", "one of the two, or both; OR in capitals"),
    Example("(ferry OR gulls) -rain", "brackets keep together"),
    Example("is:unpublished", "also published, rejected, snoozed, changed, problem, conflict"),
    Example('topic:"Computer Vision"', "a topic with these words; topic:vision finds it too"),
    Example('topic="AI"', "the topic AI, and not AI Ethics"),
    Example("provider:guardian", "a word of the provider's name; also domain:, type:, category:"),
    Example("path:_news/2023", "a part of the path"),
    Example("quality>50", "also >=, <, <=, =; also heat and related"),
    Example("heat<0", "heat that is not computed yet"),
    Example("related>2", "more than two related stories"),
    Example("date>=2023-05-01", "that day or later; a month (2023-05) or a year will do"),
    Example("date:today", "also yesterday"),
    Example("date:last-7d", "the last 7 days; also h, w, m (30 days), y"),
    Example("date<last-7d", "older than 7 days"),
    Example("has:image", "also related, topics, mojibake"),
)
