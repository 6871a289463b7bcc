import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../config.ts";
import { KINDS } from "../privacy/detector.ts";
import { shippedGazetteer } from "../privacy/gazetteer.ts";
import { type KindScore, type RedactionScore, readLabelled, scoreRedaction } from "../privacy/labelled.ts";
import { findPersonalData } from "../privacy/redact.ts";
import { runCommand } from "./command-line.ts";

const HELP = `
Usage: npm run eval -- redaction [--json]

How much of the labelled personal data in tests/support/redaction is found, by kind: on the half that the
detectors were tuned on, on the half that was set aside, and in conversations and code about passwords and
keys. A detection counts when kind, start and end agree.
`;

const PARTS = { development: "development.txt", heldOut: "held-out.txt", secrets: "secrets.txt" };

export function main(argv: string[]): Promise<number> {
  return runCommand(
    {
      help: HELP,
      options: { json: { type: "boolean" } },
      async run({ json }) {
        const root = projectRoot();
        const rules = { gazetteer: shippedGazetteer(root), patterns: [] };
        const scored = Object.entries(PARTS).map(([part, file]) => {
          const labelled = readLabelled(readFileSync(join(root, "tests/support/redaction", file), "utf8"));
          return [part, scoreRedaction(labelled, (texts) => findPersonalData(texts, rules))] as const;
        });
        process.stdout.write(json ? `${JSON.stringify(Object.fromEntries(scored))}\n` : scored.map(table).join("\n"));
      },
    },
    argv,
  );
}

function table([part, { kinds, structured, all, leaked }]: readonly [string, RedactionScore]): string {
  const rows: [string, KindScore][] = KINDS.map((kind) => [kind, kinds[kind]]);
  rows.push(["all but names", structured], ["all", all]);

  const lines = rows.map(
    ([name, { labelled, recall, precision }]) =>
      `${name.padEnd(15)}${String(labelled).padStart(8)}${recall.toFixed(3).padStart(9)}${precision.toFixed(3).padStart(11)}`,
  );
  return `${part}\n${" ".repeat(15)}labelled   recall  precision\n${lines.join("\n")}\nleaked characters: ${leaked.toFixed(3)}\n`;
}
