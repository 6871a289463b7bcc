import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { LabelError, readLabelled, scoreRedaction } from "../../src/privacy/labelled.ts";
import { findPersonalData } from "../../src/privacy/redact.ts";

const folder = join(projectRoot(), "tests/support/redaction");
const half = (name: string) => readLabelled(readFileSync(join(folder, name), "utf8"));

describe("labelled conversations", () => {
  it("[P8] are read with their spans", () => {
    expect(
      readLabelled("# one\ncustomer: I am [[name:Ana]], [[email:a@b.example]]!\nagent: Hi\n\n# two\nagent: Yes\n"),
    ).toEqual([
      {
        title: "one",
        texts: ["I am Ana, a@b.example!", "Hi"],
        spans: [
          [
            { start: 5, end: 8, kind: "name" },
            { start: 10, end: 21, kind: "email" },
          ],
          [],
        ],
      },
      { title: "two", texts: ["Yes"], spans: [[]] },
    ]);
    expect(() => readLabelled("# x\nagent: [[shoe:42]]")).toThrow(LabelError);
  });

  it("[P8] are scored by exact place and kind", () => {
    const [labelled] = readLabelled("# x\nagent: [[name:Ana]] [[email:a@b.example]]");
    const score = scoreRedaction([labelled!], () => [
      [
        { start: 0, end: 3, kind: "name" },
        { start: 5, end: 15, kind: "email" },
      ],
    ]);

    expect(score.kinds.name).toMatchObject({ recall: 1, precision: 1 });
    expect(score.kinds.email).toMatchObject({ recall: 0, precision: 0 });
    expect(score.leaked).toBeCloseTo(1 / 14);
  });

  it("[P8] are at least 500 spans, and the half set aside is found: .98 of numbers and addresses, .90 of names", () => {
    const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };
    const [tuned, heldOut] = ["development.txt", "held-out.txt"].map((name) =>
      scoreRedaction(half(name), (texts) => findPersonalData(texts, rules)),
    );

    expect(tuned!.all.labelled + heldOut!.all.labelled).toBeGreaterThanOrEqual(500);
    expect(heldOut!.structured.recall).toBeGreaterThanOrEqual(0.98);
    expect(heldOut!.kinds.name.recall).toBeGreaterThanOrEqual(0.9);
    expect(heldOut!.all.precision).toBeGreaterThanOrEqual(0.95);
  });

  it("[P10] about passwords and keys are found without taking ordinary prose or code for them", () => {
    const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };
    const score = scoreRedaction(half("secrets.txt"), (texts) => findPersonalData(texts, rules));

    expect(score.kinds.secret).toMatchObject({ recall: 1, precision: 1 });
  });
});
