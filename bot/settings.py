"""Every setting, read from the environment or a `.env` file. Secrets are hidden in logs and may come from a file (`<NAME>_FILE`)."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

SECRETS = ("TELEGRAM_TOKEN", "WEBHOOK_SECRET", "DATABASE_URL", "PRIVACY_KEY")
ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The defaults run the assistant in a terminal with the knowledge beside the package and one SQLite file."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    telegram_token: SecretStr | None = Field(None, description="Token of the bot from @BotFather; without it the terminal chat starts")
    telegram_mode: Literal["polling", "webhook"] = Field("polling", description="How updates arrive")
    telegram_base_url: str = Field("https://api.telegram.org", description="Bot API server; another one for a local server or a relay")
    telegram_proxy: str | None = Field(None, description="Proxy for calls to the Bot API, where Telegram cannot be reached directly")
    bot_username: str | None = Field(
        None, description="Name of the bot without @, for deep links on posters; asked from Telegram when empty"
    )
    webhook_url: str | None = Field(None, description="Public address of the webhook, https://host; needed in webhook mode")
    webhook_path: str = Field("/telegram", description="Path of the webhook under WEBHOOK_URL")
    webhook_secret: SecretStr | None = Field(None, description="Secret that Telegram sends with every update; needed in webhook mode")
    listen_host: str = Field("127.0.0.1", description="Address that the web server listens on; 0.0.0.0 in a container")
    listen_port: Annotated[int, Field(ge=0, le=65535)] = Field(8080, description="Port of webhook, health and metrics; 0 picks a free one")
    database_url: SecretStr = Field(
        SecretStr("sqlite+aiosqlite:///var/huitong.sqlite3"),
        description="Where sessions and the journal are kept: one SQLite file, or postgresql+asyncpg://... for several replicas",
    )
    privacy_key: SecretStr = Field(SecretStr(""), description="Key with which chat ids are made unreadable before they are stored")
    knowledge_dir: Path = Field(ROOT / "knowledge", description="Folder of the knowledge")
    locales_dir: Path = Field(ROOT / "locales", description="Folder of the languages")
    cache_dir: Path | None = Field(Path("var/cache"), description="Where the built knowledge is kept for a quick start; empty turns it off")
    reload_seconds: Annotated[float, Field(ge=0)] = Field(30.0, description="How often changed knowledge is looked for; 0 turns it off")
    timezone: str = Field("Asia/Shanghai", description="Zone of opening hours and dates")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="What is logged")

    @field_validator("cache_dir", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @model_validator(mode="before")
    @classmethod
    def _secrets_from_files(cls, data: dict[str, Any]) -> dict[str, Any]:
        for name in SECRETS:
            if file := os.environ.get(f"{name}_FILE"):
                data[name.lower()] = Path(file).read_text(encoding="utf-8").strip()
        return data

    @model_validator(mode="after")
    def _webhook_is_complete(self) -> Self:
        if self.telegram_mode == "webhook" and not (self.webhook_url and self.webhook_secret):
            raise ValueError("TELEGRAM_MODE=webhook needs WEBHOOK_URL and WEBHOOK_SECRET")
        return self


def read_settings(**overrides: Any) -> Settings:
    """The settings of this process; overrides that are not None win. Raises SettingsError naming each wrong setting, never its value."""
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except (ValidationError, OSError) as error:
        raise SettingsError(_told(error)) from None


def _told(error: ValidationError | OSError) -> str:
    if isinstance(error, OSError):
        return f"a secret's file cannot be read: {error.filename}: {error.strerror}"
    lines = [f"{'.'.join(map(str, item['loc'])).upper() or 'settings'}: {item['msg']}" for item in error.errors(include_input=False)]
    return "; ".join(lines)
