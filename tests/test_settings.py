"""Settings from the environment, from files, and wrong ones."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import read_settings


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without .env."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_anything_the_terminal_starts_on_one_sqlite_file() -> None:
    settings = read_settings()
    assert settings.telegram_token is None
    assert settings.database_url.get_secret_value().startswith("sqlite+aiosqlite:///")
    assert (settings.knowledge_dir / "sources.yaml").exists()


def test_a_secret_comes_from_a_file_and_is_hidden(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "token").write_text("1:abc\n")
    monkeypatch.setenv("TELEGRAM_TOKEN_FILE", str(nowhere / "token"))
    settings = read_settings()
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "1:abc"
    assert "abc" not in repr(settings)


def test_the_environment_wins_over_the_file_dot_env(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / ".env").write_text("LISTEN_PORT=1234\nLOG_LEVEL=ERROR\n")
    monkeypatch.setenv("LISTEN_PORT", "4321")
    settings = read_settings()
    assert (settings.listen_port, settings.log_level) == (4321, "ERROR")


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"LISTEN_PORT": "many"}, "LISTEN_PORT"),
        ({"TELEGRAM_MODE": "pigeon"}, "TELEGRAM_MODE"),
        ({"TELEGRAM_MODE": "webhook", "TELEGRAM_TOKEN": "1:secret"}, "WEBHOOK_URL and WEBHOOK_SECRET"),
        ({"WEBHOOK_SECRET_FILE": "/nowhere/secret"}, "/nowhere/secret"),
    ],
)
def test_a_wrong_setting_is_named(environment: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert named in str(caught.value)
    assert "1:secret" not in str(caught.value)
