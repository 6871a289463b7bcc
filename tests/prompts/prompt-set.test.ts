import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readPrompt, renderPrompt } from "../../src/answer/prompt-file.ts";
import { projectRoot } from "../../src/config.ts";
import { diffLines, diffPrompts } from "../../src/prompts/diff-prompts.ts";
import { asPromptFile, problemsOf, promptOf, versionOf, withPromptFile } from "../../src/prompts/prompt-set.ts";
import { searchSynonyms } from "../../src/prompts/search-synonyms.ts";
import { promptSetSchema } from "../../src/protocol/prompts.ts";
import { promptSet, shipped } from "../support/prompt-set.ts";

const plain = { intent: null, language: "en" } as const;
const textOf = (name: string, content = promptSet(), meant: Parameters<typeof promptOf>[2] = plain) =>
  promptOf("v", content, meant).sections.find(({ heading }) => heading === name)?.text;

describe("a version of the prompt", () => {
  it("[M60] starts from the prompt file: sent as it stands there", () => {
    const file = readPrompt(join(projectRoot(), "src/answer/prompts"), "answer");

    expect(promptSetSchema.parse(shipped.content)).toEqual(shipped.content);
    expect(renderPrompt(promptOf("v", shipped.content, plain), { product: "Lumo" })).toBe(
      renderPrompt(file, { product: "Lumo" }),
    );
    expect(withPromptFile(shipped.content, "answer", asPromptFile(shipped.content))).toEqual(shipped.content);
  });

  it("[M60] is named by its content, whatever the order of its keys", () => {
    const content = promptSet();
    const turned = Object.fromEntries(Object.entries(content).reverse()) as typeof content;

    expect(versionOf("answer", turned)).toBe(versionOf("answer", content));
    expect(versionOf("answer", promptSet({ quoting: { words: 60 } }))).not.toBe(versionOf("answer", content));
    expect(versionOf("answer", content)).toMatch(/^answer@[0-9a-f]{12}$/);
  });

  it("[M61] fills in its variables by their type and leaves the product to the settings", () => {
    const content = promptSet({
      variables: {
        team: { type: "text", value: "Ana & <Ben>" },
        most: { type: "number", value: 3 },
        formal: { type: "yes-no", value: false },
        plan: { type: "choice", value: "basic", choices: ["basic", "pro"] },
      },
    });
    content.sections.tone = "{{team}}: {{most}}, formal: {{formal}}, {{plan}}, {{product}}";

    expect(problemsOf(content)).toEqual([]);
    expect(textOf("Tone", content)).toBe("Ana & <Ben>: 3, formal: no, basic, {{product}}");
  });

  it("[M61] is refused with a variable that it does not have, of a wrong type, or without rules", () => {
    const content = promptSet();
    content.sections.tone = "Sign as {{team}}.";
    content.sections.rules = " ";
    const variables = { plan: { type: "choice", value: "gold", choices: ["basic"] } };

    expect(problemsOf(content)).toEqual([
      "Tone uses {{team}}, which is no variable of this prompt",
      "Rules: without rules a model says whatever it likes",
    ]);
    expect(promptSetSchema.safeParse({ ...promptSet(), variables }).error?.issues[0]?.message).toBe(
      "the value must be one of the choices",
    );
  });

  it.each([
    ["too long", { en: { notFound: "x".repeat(1_001) } }],
    ["empty", { en: { offerPerson: "" } }],
    ["blank", { en: { inDoubt: " \n" } }],
    ["no text", { en: { passedOn: ["Wait."] } }],
    ["of no sentence of the bot", { en: { notfound: "Nothing." } }],
    ["of a language that the bot does not speak", { nl: { notFound: "Niets." } }],
  ])("[M79] takes no own words that are %s", (_, smallTalk) => {
    expect(promptSetSchema.safeParse({ ...promptSet(), smallTalk }).success).toBe(false);
  });

  it("[M79] takes own words for any sentence, longest ones too, with the product as their only variable", () => {
    const notFound = `{{product}}: ${"x".repeat(985)}`;
    const content = promptSet({ smallTalk: { en: { notFound }, it: { offerPerson: "Sono {{team}}." } } });
    content.variables = { team: { type: "text", value: "Ana" } };

    expect(promptSetSchema.parse(content)).toEqual(content);
    expect(problemsOf(content)).toEqual([
      "The bot's own words, Italian, Offer of a person uses {{team}}, which is no variable there: {{product}} is the only one",
    ]);
  });

  it("[M62] lets an intent or a language have sections of its own; the later override wins", () => {
    const content = promptSet({
      overrides: [
        { intent: null, language: "de", sections: { tone: "Sie." } },
        { intent: "refund", language: null, sections: { tone: "Calm.", notes: "" } },
        { intent: "refund", language: "de", sections: { tone: "Ruhig." } },
      ],
    });

    expect(textOf("Tone", content)).toBe(shipped.content.sections.tone);
    expect(textOf("Tone", content, { intent: null, language: "de" })).toBe("Sie.");
    expect(textOf("Tone", content, { intent: "refund", language: "en" })).toBe("Calm.");
    expect(textOf("Private notes", content, { intent: "refund", language: "en" })).toBeUndefined();
    expect(textOf("Tone", content, { intent: "refund", language: "de" })).toBe("Ruhig.");
  });

  it("[M60] is compared with another part by part and line by line", () => {
    const after = promptSet({ quoting: { words: 60 } });
    after.sections.rules = after.sections.rules.replace("no guess", "no hunch");

    const diff = diffPrompts(shipped.content, after);

    expect(diff.map(({ part }) => part)).toEqual(["sections.rules", "quoting.words"]);
    expect(diff[0]?.lines.filter(({ kind }) => kind !== "same").map(({ kind }) => kind)).toEqual(["removed", "added"]);
    expect(diff[1]?.lines).toEqual([
      { kind: "removed", text: "null" },
      { kind: "added", text: "60" },
    ]);
  });

  it("[M60] both sides can be read out of a difference", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffLines(before, after);
        const side = (left: string) => diff.filter(({ kind }) => kind !== left).map(({ text }) => text);
        expect([side("added"), side("removed")]).toEqual([before, after]);
      }),
    );
  });

  it("[M66] searches for the other words of a group, as whole words and without case", () => {
    const synonyms = searchSynonyms("Sign in, log in, login\n# a comment\nbill, invoice\nalone\n");

    expect([...synonyms("How do I LOG IN?").keys()]).toEqual(["sign in", "login"]);
    expect([...synonyms("Where is my bill?").keys()]).toEqual(["invoice"]);
    expect([...synonyms("Where is the billing page?").keys()]).toEqual([]);
  });
});
