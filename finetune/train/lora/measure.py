"""Asks a served model held-out questions and counts the replies that are right word for word.

    python measure.py HELD_OUT.csv URL MODEL      columns text, reply; URL such as http://127.0.0.1:8081/v1

The replies of the file bound the model by a grammar, as it is to be served. Prints one JSON object; `wrong` lists the
questions that got another reply.
"""

import csv
import json
import sys
from pathlib import Path
from urllib.request import Request, urlopen

PROMPT = (Path(__file__).parent.parent / "tuned-prompt.md").read_text().strip()


def main(file: str, url: str, model: str) -> None:
    with open(file, newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    # GBNF quotes as JSON does.
    grammar = "root ::= " + " | ".join(json.dumps(reply) for reply in sorted({row["reply"] for row in rows}))
    wrong = [row["text"] for row in rows if asked(url, model, grammar, row["text"]) != row["reply"]]
    print(json.dumps({"rows": len(rows), "exact": 1 - len(wrong) / len(rows), "wrong": wrong}))


def asked(url: str, model: str, grammar: str, text: str) -> str:
    messages = [{"role": "system", "content": PROMPT}, {"role": "user", "content": text}]
    body = json.dumps({"model": model, "messages": messages, "grammar": grammar}).encode()
    with urlopen(Request(f"{url}/chat/completions", body, {"content-type": "application/json"})) as response:
        return json.load(response)["choices"][0]["message"]["content"]


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
