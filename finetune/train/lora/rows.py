"""Reads training rows: one JSON object a line, as `npm run finetune -- export` writes them.

    conversational   {"prompt": [{"role", "content"}, ...], "completion": [{"role": "assistant", "content"}]}
    dpo              {"prompt": [...], "chosen": [...], "rejected": [...]}

Needs nothing but Python, so that a broken file is found before minutes of loading.
"""

import json
from pathlib import Path

ROLES = {"system", "user", "assistant"}


class RowError(Exception):
    """A line that no model should be trained on."""


def read_rows(file: str) -> list[dict]:
    """All rows, each of the same form. Raises RowError with the line at fault."""
    rows = []
    for number, line in enumerate(Path(file).read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            rows.append(checked(line, f"{file}, line {number}"))
    if not rows:
        raise RowError(f"{file} holds no row")
    if len({frozenset(row) for row in rows}) > 1:
        raise RowError(f"{file} mixes rows with a completion and rows with a preference")
    return rows


def checked(line: str, place: str) -> dict:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise RowError(f"{place} is not JSON: {error.msg}") from error
    replies = ["completion"] if isinstance(row, dict) and "completion" in row else ["chosen", "rejected"]
    if not isinstance(row, dict) or set(row) != {"prompt", *replies}:
        raise RowError(f"{place} needs prompt and completion, or prompt, chosen and rejected")
    for name in ["prompt", *replies]:
        check_turns(row[name], f"{place}, {name}")
    if row["prompt"][-1]["role"] != "user":
        raise RowError(f"{place}: the prompt must end with the customer")
    for name in replies:
        if [turn["role"] for turn in row[name]] != ["assistant"]:
            raise RowError(f"{place}, {name} must be one turn of the assistant")
    return row


def check_turns(turns: object, place: str) -> None:
    if not isinstance(turns, list) or not turns:
        raise RowError(f"{place} holds no turn")
    for turn in turns:
        if not isinstance(turn, dict) or turn.get("role") not in ROLES or not isinstance(turn.get("content"), str):
            raise RowError(f"{place} has a turn without role or content")
