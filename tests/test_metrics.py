"""Figures are written as listed, and each is explained to operators."""

from pathlib import Path

from bot.metrics import METRICS, PREFIX, Metrics

OPERATIONS = Path(__file__).parents[1] / "docs" / "operations.md"


def test_a_counted_reply_appears_with_its_labels() -> None:
    metrics = Metrics()
    metrics.count("replies", channel="telegram", kind="answer", locale="fr")
    assert b'huitong_replies_total{channel="telegram",kind="answer",locale="fr"} 1.0' in metrics.exposition()


def test_a_new_knowledge_version_takes_the_place_of_the_old() -> None:
    metrics = Metrics()
    metrics.set("knowledge_info", 1, version="old")
    metrics.clear("knowledge_info")
    metrics.set("knowledge_info", 1, version="new")
    assert b'version="new"' in metrics.exposition()
    assert b'version="old"' not in metrics.exposition()


def test_every_figure_is_explained_in_the_operators_guide() -> None:
    guide = OPERATIONS.read_text(encoding="utf-8")
    missing = [metric.name for metric in METRICS if f"`{PREFIX}{metric.name}" not in guide]
    assert missing == []
