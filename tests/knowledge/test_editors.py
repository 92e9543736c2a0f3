"""Editors complete and check knowledge files while staff type: each file names its schema, and the schema accepts what is right."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
FOLDERS = sorted({file.parent for top in ("knowledge", "locales") for file in (ROOT / top).rglob("*.yaml")})


class EditorLoader(yaml.CSafeLoader):
    """Scalars as YAML 1.2, which editors follow: `no` and dates are text, 30 is a number."""


EditorLoader.yaml_implicit_resolvers = {}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9]\d*)$"), list("-0123456789"))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"-?\d+\.\d+$"), list("-0123456789"))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))


@cache
def validator(schema: Path) -> Any:
    content = json.loads(schema.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(content)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_every_file_names_a_schema_that_accepts_it(folder: Path) -> None:
    for file in folder.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        named = MODELINE.match(text)
        assert named, f"{file} does not begin with its schema"
        faults = validator((folder / named[1]).resolve()).iter_errors(yaml.load(text, Loader=EditorLoader))  # noqa: S506 - a safe loader
        assert [f"{file}: {fault.json_path}: {fault.message}"[:300] for fault in faults] == []


def test_a_mistyped_key_is_marked() -> None:
    entry = validator(ROOT / "knowledge" / "schema" / "entry.json")
    assert not entry.is_valid({"service": "x", "sourcse": ["law"], "confidence": "high"})
