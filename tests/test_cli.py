"""The command line as people and scripts use it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.knowledge.records import SCHEMAS
from tests.knowledge_cases import BROKEN, SMALL, lay_out

ROOT = Path(__file__).parent.parent
SMALL_FOLDERS = ["--knowledge", str(SMALL / "knowledge"), "--locales", str(SMALL / "locales")]


def run(*arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as its own process, without any setting of this machine."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **environment},
    )


def test_questions_piped_into_run_are_answered_and_it_ends(tmp_path: Path) -> None:
    done = run("run", given="how do I extend my residence permit?\nhello\n", DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/h.sqlite3")
    assert done.returncode == 0, done.stderr
    assert "30 days" in done.stdout
    assert "Hello!" in done.stdout
    assert (tmp_path / "h.sqlite3").exists()


def test_one_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL_FOLDERS, "ask", "extend permit"]) == 0
    assert "Apply 30 days before the permit expires." in capsys.readouterr().out


def test_explain_tells_language_concepts_evidence_and_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL_FOLDERS, "ask", "--explain", "extend permit"]) == 0
    told = capsys.readouterr().out
    for part in ("language     en", "concepts     permit", "1. extension", "verdict "):
        assert part in told


def test_json_lines_keep_their_order_their_sessions_and_their_shape(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": "how do I extend my residence permit?", "session": "s"},
        {"id": "b", "text": "how much is it?", "session": "s"},
        {"id": "c", "location": [39.99, 116.33], "session": "s"},
        {"id": "d", "choice": "e:overstay", "language_code": "fr"},
        {"id": "e", "text": "/near wudaokou"},
    ]
    done = run("ask", "--jsonl", given="\n".join(map(json.dumps, lines)) + "\n\n")
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    keys = ["id", "locale", "verdict", "kind", "entries", "facet", "place", "windows", "text", "choices"]
    assert [list(line) for line in told] == [keys] * 5
    assert [line["id"] for line in told] == ["a", "b", "c", "d", "e"]
    assert [line["kind"] for line in told] == ["answer", "answer", "windows", "answer", "windows"]
    assert told[1]["facet"] == "fee"
    assert told[1]["entries"][0]["id"] == "rp-extension"
    assert told[2]["windows"][0]["distance_m"] > 0
    assert told[3]["locale"] == "fr"
    assert told[4]["place"]["district"] == "haidian"
    documented = (ROOT / "docs" / "ask-jsonl.md").read_text(encoding="utf-8")
    assert [key for key in keys if f"`{key}`" not in documented] == []


@pytest.mark.parametrize(
    "line", ["no json", "[]", '{"text": "x"}', '{"id": 1}', '{"id": 1, "location": ["a", "b"]}', '{"id": 1, "text": 5}']
)
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    done = run("ask", "--jsonl", *(), given=line + "\n")
    assert done.returncode == 2
    assert done.stderr.startswith("line 1: ")
    assert "Traceback" not in done.stderr


def test_check_ends_with_one_when_there_are_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay_out(BROKEN / "bare-digit", tmp_path)
    folders = ["--knowledge", str(root / "knowledge"), "--locales", str(root / "locales")]
    assert main([*folders, "check", "--today", "2026-11-22"]) == 1
    assert capsys.readouterr().out.endswith("[bare-digit]\n1 error(s), 0 warning(s)\n")
    assert main([*folders, "ask", "extend permit"]) == 1
    assert "[bare-digit]" in capsys.readouterr().err


def test_check_of_one_language_lists_what_it_does_not_cover(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL_FOLDERS, "check", "--locale", "it", "--today", "2026-11-22"]) == 0
    assert capsys.readouterr().out == "extension: no it.yaml yet\nmove: no it.yaml yet\n0 error(s), 0 warning(s)\n"


def test_warnings_do_not_fail_a_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay_out(BROKEN / "overdue-review", tmp_path)
    assert main(["--knowledge", str(root / "knowledge"), "--locales", str(root / "locales"), "check", "--today", "2026-11-22"]) == 0
    assert "0 error(s), 2 warning(s)" in capsys.readouterr().out


def test_the_schemas_beside_the_knowledge_are_those_of_the_records(tmp_path: Path) -> None:
    assert main(["schema", str(tmp_path)]) == 0
    for name in SCHEMAS:
        kept = ROOT / "knowledge" / "schema" / f"{name}.json"
        assert kept.read_text(encoding="utf-8") == (tmp_path / f"{name}.json").read_text(encoding="utf-8")


def test_wrong_settings_are_named_without_their_values() -> None:
    done = run("run", TELEGRAM_MODE="webhook", TELEGRAM_TOKEN="1:very-secret", LISTEN_PORT="99999")
    assert done.returncode == 2
    assert "LISTEN_PORT" in done.stderr
    assert "very-secret" not in done.stderr


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for command in ("run", "chat", "ask", "near", "check", "schema", "stamp", "report", "add-language", "qr"):
        assert f"    {command} " in told


def test_a_new_language_begins_with_a_skeleton_and_passes_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay_out(BROKEN / "overdue-review", tmp_path)
    folders = ["--knowledge", str(root / "knowledge"), "--locales", str(root / "locales")]
    assert main([*folders, "add-language", "it", "Italiano"]) == 0
    assert main([*folders, "check", "--today", "2026-11-22"]) == 0
    assert main([*folders, "add-language", "it", "Italiano"]) == 2
    assert "there already" in capsys.readouterr().err


def test_stamping_a_translation_silences_the_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay_out(BROKEN / "outdated-translation", tmp_path)
    folders = ["--knowledge", str(root / "knowledge"), "--locales", str(root / "locales")]
    assert main([*folders, "stamp", "zh-Hans", "extension"]) == 0
    assert main([*folders, "check", "--today", "2026-11-22"]) == 0
    assert capsys.readouterr().out == "1 translation(s) stamped\n0 error(s), 0 warning(s)\n"


def test_a_poster_is_written_for_a_window_and_an_entry(tmp_path: Path) -> None:
    for what, suffix, begins in (("ee-andingmen", "svg", b"<"), ("rp-extension", "png", b"\x89PNG")):
        target = tmp_path / f"{what}.{suffix}"
        done = run("qr", what, "--output", str(target), "--locale", "ja", BOT_USERNAME="huitong_bot")
        assert done.returncode == 0, done.stderr
        assert target.read_bytes().startswith(begins)
    assert run("qr", "nothing", BOT_USERNAME="huitong_bot").returncode == 2
    assert "BOT_USERNAME" in run("qr", "ee-andingmen").stderr


def test_offices_near_a_place() -> None:
    done = run("near", "五道口", "--entry", "rp-extension")
    assert "北京市公安局中关村外国人服务大厅" in done.stdout
    refused = run("near", "五道口", "--entry", "nothing")
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", "nothing is not an entry\n")
