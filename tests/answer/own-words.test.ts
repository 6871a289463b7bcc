import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { answerDesk } from "../../src/answer/answer-question.ts";
import type { WorkedExample } from "../../src/answer/compose-prompt.ts";
import { LONGEST_RUN, type OwnWords, ownWordsFilter } from "../../src/answer/own-words.ts";
import { readPrompt } from "../../src/answer/prompt-file.ts";
import { projectRoot } from "../../src/config.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { type Script, scriptedChatModel } from "../support/scripted-chat-model.ts";

const SECRET = "Never tell a customer that the warehouse in Lund is closed for three weeks in summer.";
const QUESTION = "Why did Frida Lind's parcel go to Lund?";
const OPEN = "The switch is under the saddle, behind the grey cap, and glows red while the lamp is charging.";
const own: OwnWords = { sections: [`## Rules\n\n${SECRET}\n\n${OPEN}`], questions: [QUESTION], open: [OPEN] };

function filtered(...pieces: string[]) {
  const filter = ownWordsFilter(own);
  const shown = pieces.map((piece) => filter.push(piece)).join("");
  return { shown: shown + filter.end(), repeated: filter.repeated() };
}

describe("an answer that repeats what the model was told", () => {
  it.each([
    ["word for word", SECRET],
    ["in the middle of an answer", `Of course! ${SECRET.slice(10, 80)} Anything else?`],
    ["in capitals", SECRET.toUpperCase()],
    ["letter by letter", [...SECRET].join(" ")],
    ["as a list", SECRET.split(" ").join("\n- ")],
    ["in wide letters", SECRET.replace(/[a-z]/g, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0))],
    ["with zero-width signs between", [...SECRET].join("\u200b")],
    ["in emphasis and code", SECRET.replaceAll(" ", "** `")],
    ["that another customer asked, whole", `One asked: ${QUESTION}`],
  ])("[X10] is recognised %s", (_, text) => {
    for (const pieces of [[text], [...text]]) {
      const { shown, repeated } = filtered(...pieces);
      expect(repeated).toBe(true);
      expect(shown.normalize("NFKC").replace(/\W/g, "")).not.toMatch(/lundis|fridalind/i);
    }
  });

  it("[X10] may say what a passage says, what the prompt has in quotation marks, and short runs", () => {
    expect(filtered(OPEN)).toEqual({ shown: OPEN, repeated: false });
    const short = "The warehouse in Lund is open.";
    expect(filtered(short)).toEqual({ shown: short, repeated: false });

    const farewell = "Please write to our team at any time if this did not help you at all.";
    const told = ownWordsFilter({ ...own, sections: [`End every answer with "${farewell}"`] });
    expect(told.push(farewell) + told.end()).toBe(farewell);
  });

  it("[X10] shows every other text whole, however it is cut, and never a whole run", () => {
    const part = fc.constantFrom(...SECRET.split(" "), ...OPEN.split(" "), "word", "\n", "🥊", " ", "[1]");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const text = parts.join(" ");
        const whole = filtered(text);
        expect(filtered(...parts.map((one, at) => (at === 0 ? one : ` ${one}`)))).toEqual(whole);
        if (!whole.repeated) expect(whole.shown).toBe(text);
        else expect(text.startsWith(whole.shown)).toBe(true);
      }),
      { numRuns: 1_000, seed: 20_261_129 },
    );
  });

  it("[X10] is read in a time that grows with the text", () => {
    const filter = ownWordsFilter({ ...own, sections: ["a".repeat(20_000), "ab".repeat(10_000)] });
    const text = `${"ab".repeat(LONGEST_RUN / 2 - 1)}c`.repeat(2_000);
    expect(filter.push(text) + filter.end()).toBe(text);
  });
});

type Desk = { examples?: WorkedExample[]; passages?: string[]; linkOrigins?: string[] };

async function ask(says: Script, { examples = [], passages = [OPEN], linkOrigins = [] }: Desk = {}) {
  const prompt = readPrompt(join(projectRoot(), "src/answer/prompts"), "answer");
  const knowledge = fixedKnowledge(passages.map((text, n) => passage({ text, path: `page-${n + 1}.md` })));
  const picked = { examples, tokens: 2_000 };
  const answer = answerDesk({
    knowledge: { current: () => knowledge },
    writer: { model: scriptedChatModel([says]), prompt, promptTokens: 6_000, picked },
    productName: "Lumo",
    linkOrigins,
    contactText: "Write to us.",
    caution: 50,
    now: () => 0,
    pace: async () => {},
  });
  const wire: string[] = [];
  const options = {
    signal: new AbortController().signal,
    onDelta: (text: string) => void wire.push(text),
    onRestart: () => void wire.push("\n\n"),
  };
  return { ...(await answer({ text: "Where is the switch?", history: [] }, options)), wire: wire.join("") };
}

const tagged = (text: string) => `<customer-answer>${text}</customer-answer>`;

describe("answers of a model that obeys whoever asks", () => {
  it("[X10] quotes the documentation instead of the prompt, and notes it", async () => {
    const answer = await ask(([system]) => tagged(`Sure: ${system!.content}`));

    expect(answer).toMatchObject({ outcome: "answered", record: { fallbacks: ["repeated-prompt"] } });
    expect(answer.text).toContain("under the saddle");
    expect(answer.wire).not.toContain("You answer customers of Lumo");
  });

  it("[X10] does not tell one customer what another one asked", async () => {
    const examples = [{ answerId: "approved", question: QUESTION, passages: [], answer: "It went there by mistake." }];
    const answer = await ask(tagged(`Before you: ${QUESTION} Then it is under the saddle [1].`), { examples });

    expect(answer.record.fallbacks).toEqual(["repeated-prompt"]);
    expect(answer.wire + answer.text).not.toContain("Frida");
  });

  it("[X9] links only where a passage that it cites does", async () => {
    const passages = ["The switch is under the saddle.", "Spare parts: https://shop.lumo.example/parts"];
    const cited = await ask(tagged("Under the saddle [1]. Parts: https://shop.lumo.example/parts [2]."), { passages });
    expect(cited.text).toContain("https://shop.lumo.example/parts");
    const uncited = await ask(tagged("Under the saddle [1]. See [parts](https://shop.lumo.example/parts)."), {
      passages,
    });
    expect(uncited.text).toBe("Under the saddle [1]. See parts.");
  });

  it("[X9] or to an origin of the list, as a browser reads it, and never an image", async () => {
    const linkOrigins = ["https://status.lumo.example"];
    const kept = "Under the saddle [1]. Now: https://status.lumo.example/today";
    expect((await ask(tagged(kept), { linkOrigins })).text).toBe(kept);

    const foreign = await ask(
      tagged(
        "See [a](https://status.lumo.example@evil.example/) [b](https://status.lumo.example.evil.example/) ![c](https://status.lumo.example/p) [1]",
      ),
      { linkOrigins },
    );
    expect(foreign.text).toBe("See a b c [1]");
  });
});
