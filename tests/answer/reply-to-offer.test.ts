import { describe, expect, it } from "@jest/globals";
import { answerDesk, type HistoryTurn } from "../../src/answer/answer-question.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";

const returns = passage({ path: "returns.md", text: "You can return a bicycle within 30 days." });

/** What the bot says to each message in turn. */
async function talk(messages: string[], support: number, staffed = true) {
  const knowledge = fixedKnowledge([returns], support);
  const ask = answerDesk({
    knowledge: { current: () => knowledge },
    writer: null,
    productName: "Lumo",
    contactText: "Write to us.",
    caution: 50,
    now: () => 0,
    pace: () => Promise.resolve(),
  });
  const options = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  const history: HistoryTurn[] = [];
  const answers = [];
  for (const text of messages) {
    const answer = await ask({ text, history: [...history], staffed: async () => staffed }, options);
    history.push({ author: "customer", text }, { author: "bot", text: answer.text });
    answers.push(answer);
  }
  return { answers, last: answers.at(-1)!, asked: knowledge.asked };
}

const [UNKNOWN, IN_DOUBT, KNOWN] = [0.1, 0.3, 1];
const ASKED = "How long can I return a bicycle?";

describe("what is said of the bot's last answer", () => {
  it.each([
    ["That did not help.", "I am sorry that this did not help."],
    ["no, that’s not what I asked!", "I am sorry"],
    ["Das hilft mir nicht weiter", "Es tut mir leid"],
    ["ça ne m'aide pas", "Je suis désolé"],
    ["eso no me ayuda", "Siento que esto"],
    ["Ho già provato", "Mi dispiace"],
  ])("[A37] %p is answered with regret and a person, and not with the same again", async (text, start) => {
    const { last, answers, asked } = await talk([ASKED, text], KNOWN);

    expect(last).toMatchObject({ outcome: "no-answer", route: "small-talk", citations: [] });
    expect(last.text.startsWith(start)).toBe(true);
    expect(answers[0]!.outcome).toBe("answered");
    expect(asked).toEqual([ASKED]);
  });

  it("[A37] a complaint that asks something is a question", async () => {
    const { last } = await talk([ASKED, "That did not help, how long can I return a bicycle?"], KNOWN);

    expect(last).toMatchObject({ outcome: "answered", route: "documentation" });
  });

  it("[A37] before the bot has said anything it is a question like any other", async () => {
    const { last } = await talk(["It didn't work"], UNKNOWN);

    expect(last).toMatchObject({ outcome: "no-answer", route: "documentation" });
  });
});

describe("an offer of a person", () => {
  it.each(["Yes", "yes, please!", "Sure", "Please do"])("[A38] is taken by %p", async (text) => {
    expect((await talk([ASKED, text], UNKNOWN)).last).toMatchObject({ outcome: "handed-off", route: "person" });
  });

  it("[A38] is answered in its own language, with the contact text where there are no staff", async () => {
    const german = "Wie lange kann ich das Rad zurückgeben?";

    expect((await talk([german, "Ja, bitte"], UNKNOWN)).last.text).toBe("Ich gebe das an unser Team weiter.");
    expect((await talk([ASKED, "yes please"], UNKNOWN, false)).last.text).toBe("Write to us.");
    expect((await talk([ASKED, "that did not help", "yes"], KNOWN)).last.route).toBe("person");
  });

  it("[A38] is not taken by a bare yes to an answer in doubt, which may have been the answer", async () => {
    expect((await talk([ASKED, "yes"], IN_DOUBT)).last.route).toBe("documentation");
    expect((await talk([ASKED, "yes please"], IN_DOUBT)).last.route).toBe("person");
  });

  it("[A38] is not taken by what follows another turn, or says more", async () => {
    expect((await talk([ASKED, "yes please"], KNOWN)).last.route).toBe("documentation");
    expect((await talk([ASKED, "yes, I can return it, and when?"], UNKNOWN)).last.route).toBe("documentation");
    expect((await talk([ASKED, "thanks", "yes please"], UNKNOWN)).last.route).toBe("documentation");
  });
});
