import { describe, expect, it } from "@jest/globals";
import { agreementWithPeople, readGrade, readPreferred, swapped } from "../../src/score/judge-verdicts.ts";
import { pairedReport } from "../../src/score/paired-report.ts";
import { type CheckedReply, failedChecks, replyScore } from "../../src/score/reply-checks.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";

const reply: CheckedReply = {
  question: "Where is the power switch?",
  outcome: "answered",
  route: "documentation",
  text: "The switch sits under the saddle [1].",
  quotes: [{ quote: "under the saddle", passage: "Light\nThe power switch is under the saddle." }],
  languages: { question: "en", answer: "en" },
  unsourced: false,
  forbidden: ["As an assistant"],
  mostWords: 20,
};
const failed = (change: Partial<CheckedReply>) => failedChecks({ ...reply, ...change });

describe("checks that need no model", () => {
  it("[M70] find nothing in a good answer, in a courtesy and in code", () => {
    expect(failed({})).toEqual({});
    expect(failed({ route: "small-talk", text: "Hello!", quotes: [] })).toEqual({});
    expect(failed({ text: "The switch is `<b># under</b>` the saddle [1]." })).toEqual({});
  });

  it.each<[string, Partial<CheckedReply>, object]>([
    ["no answer", { outcome: "no-answer", text: "I do not know.", quotes: [] }, { answered: ["no-answer"] }],
    ["no source", { quotes: [] }, { cited: ["no source"], supported: ["The switch sits under the saddle."] }],
    [
      "a model's answer without a source, in whose place documentation is quoted",
      { unsourced: true },
      { cited: ["no source"] },
    ],
    ["a made-up quote", { quotes: [{ quote: "on top", passage: "under the saddle switch" }] }, { quotes: ["on top"] }],
    [
      "a passage that is gone",
      { quotes: [{ quote: "under the saddle", passage: null }] },
      { quotes: ["under the saddle"], supported: ["The switch sits under the saddle."] },
    ],
    [
      "an invented sentence",
      { text: "The switch is under the saddle [1]. Batteries cost nine dollars each [1]." },
      { supported: ["Batteries cost nine dollars each."] },
    ],
    [
      "a phrase that is forbidden",
      { text: "as an assistant: under the saddle [1]" },
      { forbidden: ["As an assistant"] },
    ],
    ["too many words", { mostWords: 4 }, { length: ["6 words"] }],
    ["another language", { languages: { question: "de", answer: "en" } }, { language: ["en instead of de"] }],
    ["headings and HTML", { text: "# Under\n\n<b>the saddle</b> [1]" }, { format: ["heading", "HTML"] }],
    ["nothing", { text: " " }, { format: ["empty"] }],
  ])("[M70] find %s", (_, change, found) => {
    expect(failed(change)).toMatchObject(found);
  });

  it("[M70] score the share of checks passed, and what a good answer says", () => {
    const score = (change: Partial<CheckedReply>, reference: string | null) =>
      replyScore({ ...reply, ...change }, failed(change), reference);

    expect(score({}, null)).toBe(1);
    expect(score({ quotes: [] }, null)).toBe(0.75);
    expect(score({}, "Under the saddle.")).toBe(1);
    expect(score({}, "On the handlebar.")).toBe(0.5);
    expect(score({ outcome: "no-answer", text: "Nothing under the saddle." }, "Under the saddle.")).toBeLessThan(0.5);
  });
});

describe("the paired report", () => {
  const ones = (count: number, of: number) => Array.from({ length: of }, (_, at) => (at < count ? 1 : 0));

  it("[M70] tells better, worse, alike and too few", () => {
    const none = ones(0, 50);
    expect(pairedReport(ones(12, 50), none, 1)).toMatchObject({ verdict: "better", wins: 12, losses: 0, ties: 38 });
    expect(pairedReport(none, ones(12, 50), 1).verdict).toBe("worse");
    expect(pairedReport(none, none, 1)).toMatchObject({ verdict: "alike", interval: { low: 0, high: 0 } });
    expect(pairedReport(ones(4, 50), none, 1).verdict).toBe("too-few");
    expect(pairedReport(ones(0, 10), ones(0, 10), 1).verdict).toBe("too-few");
    expect(pairedReport([1], [0], 1)).toMatchObject({ verdict: "too-few", interval: { low: -1, high: 1 } });
  });

  it("[M70] calls equal versions better or worse in at most one of twenty draws", () => {
    const random = seededRandom(3);
    const draw = () => Array.from({ length: 50 }, () => (random() < 0.7 ? 1 : 0));
    const told = Array.from({ length: 100 }, (_, seed) => pairedReport(draw(), draw(), seed).verdict);

    expect(told.filter((verdict) => verdict === "better" || verdict === "worse").length / 100).toBeLessThanOrEqual(
      0.05,
    );
  });
});

describe("a judge's words", () => {
  it("[M72] count as written last, and for nothing when they are unclear", () => {
    expect([
      readGrade("<grade>2</grade> no: <grade> 4 </grade>"),
      readGrade("9"),
      readGrade("<grade>7</grade>"),
    ]).toEqual([4, null, null]);
    expect([readPreferred("<better>second</better>"), readPreferred("second")]).toEqual(["second", null]);
  });

  it("[M72] decide only when they survive the swap", () => {
    expect(swapped("first", "second")).toBe("candidate");
    expect(swapped("second", "first")).toBe("baseline");
    expect(swapped("first", "first")).toBe("tie");
    expect(swapped("tie", "first")).toBe("tie");
    expect(swapped(null, "first")).toBeNull();
  });

  it("[M72] are compared with the verdicts of people", () => {
    const judged = [
      { grade: 5, approved: true },
      { grade: 4, approved: false },
      { grade: null, approved: true },
    ];
    expect(agreementWithPeople(judged)).toEqual({ agree: 1, of: 2 });
    expect(agreementWithPeople([])).toBeNull();
  });
});
