import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { nothingRead, readEnd, readPiece } from "../../src/answer/visible-answer.ts";

/** What a customer sees of a reply that arrives in these pieces. */
function seen(...pieces: string[]): string {
  let reading = nothingRead;
  let visible = "";
  for (const piece of pieces) {
    const step = readPiece(reading, piece);
    reading = step.reading;
    visible += step.visible;
  }
  return visible + readEnd(reading).visible;
}

const NOTES = "<private-notes>SECRET: [1] says left.</private-notes>";

const READABLE: [string, string][] = [
  ["the answer alone", "<customer-answer>On the left [1].</customer-answer>"],
  ["notes before it", `${NOTES}\n<customer-answer>\nOn the left [1].\n</customer-answer>\n`],
  ["notes behind it", `<customer-answer>On the left [1].</customer-answer>\n${NOTES}`],
  ["untagged reasoning before it", "SECRET: let me see.\n<customer-answer>On the left [1].</customer-answer>"],
  ["untagged reasoning behind it", "<customer-answer>On the left [1].</customer-answer> SECRET: done."],
  ["<think> before it", "<think>SECRET</think><customer-answer>On the left [1].</customer-answer>"],
  ["<think> inside it", "<customer-answer>On the <think>SECRET</think>left [1].</customer-answer>"],
  ["notes inside it", `<customer-answer>On the ${NOTES}left [1].</customer-answer>`],
  [
    "reasoning in capitals with attributes",
    '<THINKING mode="x">SECRET</THINKING><customer-answer>On the left [1].</customer-answer>',
  ],
  ["nested reasoning", "<think>a<think>b</think>SECRET</think><customer-answer>On the left [1].</customer-answer>"],
  ["reasoning without its opening tag", "SECRET</think>\n\nOn the left [1]."],
  ["reasoning in brackets", "[THINK]SECRET[/THINK]On the left [1]."],
  [
    "a draft inside the reasoning",
    "<think><customer-answer>SECRET</customer-answer></think><customer-answer>On the left [1].</customer-answer>",
  ],
  ["a second answer", "<customer-answer>On the left [1].</customer-answer><customer-answer>SECRET</customer-answer>"],
  ["no tags at all", "On the left [1].\n"],
  ["no answer tag", `${NOTES} On the left [1].`],
  ["labels instead of tags", "**Reasoning:** SECRET\n\n**Final answer:** On the left [1]."],
  ["no closing tag", "<customer-answer>On the left [1].\n"],
  ["a closing tag cut off", "<customer-answer>On the left [1].</customer-ans"],
];

const HOPELESS: [string, string][] = [
  ["reasoning that never ends", "<think>SECRET SECRET"],
  ["notes that never end", "<private-notes>SECRET <customer-answer>SECRET</customer-answer>"],
  ["labelled reasoning without an answer", "Thought: SECRET\nAction: none"],
  ["an answer closed but never opened", "SECRET</customer-answer>"],
  ["a reply cut inside a tag", "<think"],
];

describe("what a customer sees of a model's reply", () => {
  it.each(READABLE)("[M21] %s", (_, reply) => {
    expect(seen(reply)).toBe("On the left [1].");
    expect(seen(...reply)).toBe("On the left [1].");
  });

  it.each(HOPELESS)("[M22] nothing of %s", (_, reply) => {
    expect(seen(...reply)).toBe("");
  });

  it("[M23] keeps such tags where the answer shows them as code", () => {
    const prose = "Wrap it in `<thinking>` tags:\n\n```xml\n<thinking>…</thinking>\n```\n\nThat is all [1].";

    expect(seen(...`<customer-answer>${prose}</customer-answer>`)).toBe(prose);
  });

  it("[M23] keeps comparisons and other tags", () => {
    const prose = "Use <b> when a < b and x<thinker, or <answer> [1].";

    expect(seen(...`<customer-answer>${prose}</customer-answer>`)).toBe(prose);
  });

  it("[M24] notices that the model found no answer, and shows nothing", () => {
    for (const reply of [
      `${NOTES}<customer-answer>\n<no-answer/>\n</customer-answer>`,
      "<no-answer/>",
      "<no-answer></no-answer>",
    ]) {
      const { reading, visible } = readPiece(nothingRead, reply);
      expect([visible, reading.noAnswer]).toEqual(["", true]);
    }
  });

  it("[M24] takes the words of an answer for an answer, even when the mark follows", () => {
    const { reading } = readPiece(nothingRead, "<customer-answer>Left.<no-answer/></customer-answer>");

    expect([reading.shown, reading.noAnswer]).toEqual(["Left.", false]);
  });

  it("[M25] streams: what is certain is shown before the reply is complete", () => {
    const { visible } = readPiece(nothingRead, "<customer-answer>First press the button. Then <th");

    expect(visible).toBe("First press the button. Then");
  });
});

/** The simpler readers that lost: docs/decisions/2026-11-23-what-a-customer-sees-of-a-reply.md quotes these figures. */
describe("readers that were tried instead, over all replies above", () => {
  const hidden = /<(think|thinking|private-notes)\b[^>]*>[\s\S]*?(?:<\/\1>|$)/gi;
  const answerOf = (reply: string) => /<customer-answer>([\s\S]*?)(?:<\/customer-answer>|$)/.exec(reply)?.[1] ?? "";
  const readers: [string, (reply: string) => string, { leaks: number; answers: number }][] = [
    [
      "take the private tags away",
      (reply) => reply.replace(hidden, "").replace(/<\/?customer-answer>/g, ""),
      { leaks: 9, answers: 12 },
    ],
    ["take the first answer tag", answerOf, { leaks: 4, answers: 11 }],
    [
      "take the answer tag outside private tags",
      (reply) => answerOf(reply.replace(hidden, "")),
      { leaks: 0, answers: 14 },
    ],
    ["this one", seen, { leaks: 0, answers: 19 }],
  ];

  it.each(readers)("%s", (_, read, expected) => {
    const shown = [...READABLE, ...HOPELESS].map(([, reply]) => read(reply));
    const leaks = shown.filter((text) => text.includes("SECRET")).length;
    const answers = shown.filter((text) => text.includes("On the left") && !text.includes("SECRET")).length;

    expect({ leaks, answers }).toEqual(expected);
  });
});

describe("however a reply is made and cut", () => {
  const part = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom("word ", "SECRET", "a < b ", "`", "```\n", "\n", "[1]", "[", "<", "</", ">"),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom("<customer-answer>", "</customer-answer>", "<private-notes>", "</private-notes>"),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        "<think>",
        "</think>",
        "<no-answer/>",
        "[THINK]",
        "[/THINK]",
        "<thinking x='1'>",
        "</thinking>",
      ),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
  );
  const reply = fc.array(part, { maxLength: 25 }).map((parts) => parts.join(""));

  it("[M26] the pieces it arrives in make no difference", () => {
    fc.assert(
      fc.property(reply, fc.array(fc.nat(200), { maxLength: 12 }), (text, cuts) => {
        const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, n) => text.slice(at[n], end));

        expect(seen(...pieces)).toBe(seen(text));
        expect(seen(...text)).toBe(seen(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([...READABLE, ...HOPELESS])("[M26] cut in two at every place, nothing private is shown: %s", (_, reply) => {
    for (let cut = 0; cut <= reply.length; cut += 1) {
      const shown = seen(reply.slice(0, cut), reply.slice(cut));
      expect(shown).toBe(seen(reply));
      expect(shown).not.toContain("SECRET");
    }
  });

  it("[M26] private notes stay private in front of, inside and behind any answer", () => {
    const plain = fc
      .array(fc.constantFrom("word ", "a < b ", "\n", "[1] ", "*", "x>y "), { maxLength: 8 })
      .map((words) => words.join(""));
    const tag = fc.constantFrom("private-notes", "think", "thinking", "reasoning", "scratchpad");
    const notes = fc.tuple(tag, plain).map(([name, text]) => `<${name}>SECRET ${text}</${name}>`);

    fc.assert(
      fc.property(notes, plain, notes, plain, notes, (before, first, inside, second, behind) => {
        const shown = seen(...`${before}<customer-answer>${first}${inside}${second}</customer-answer>${behind}`);

        expect(shown).toBe((first + second).trim());
      }),
    );
  });
});
