import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { answerDesk } from "../../src/answer/answer-question.ts";
import { projectRoot } from "../../src/config.ts";
import { ordinaryWords } from "../../src/privacy/ordinary-words.ts";
import { predictionWeights } from "../../src/review/local-regression.ts";
import { servingThreshold } from "../../src/review/serving-threshold.ts";
import type { VerifiedAnswer } from "../../src/review/verified-answer.ts";
import { liveVerifiedAnswers, verifiedAnswersView } from "../../src/review/verified-answers.ts";
import { openBook } from "../../src/review/verified-book.ts";
import { NothingIngestedError } from "../../src/search/knowledge.ts";
import type { Passage } from "../../src/search/passage.ts";
import { readProbes } from "../../src/search/probes.ts";
import { DamagedIndexError } from "../../src/search/section-file.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { masked } from "../support/masked.ts";
import { passage } from "../support/passage.ts";

const isOrdinary = ordinaryWords(projectRoot());
const isTopic = () => false;
const embedder = defaultEmbedder(projectRoot());
const background = readProbes(projectRoot());

const refund: VerifiedAnswer = {
  id: "refund",
  text: "Within five days [1].",
  cited: [],
  questions: ["How long does a refund take?", "When do I get my money back?", "My refund has not arrived yet"],
};
const address: VerifiedAnswer = {
  id: "address",
  text: "Until it is packed.",
  cited: [],
  questions: ["Can I change the delivery address?", "I typed the wrong street, how do I correct it?"],
};
const page = passage({ path: "refunds.md", text: "A refund takes five days." });

function helpDesk(answers: VerifiedAnswer[], passages: Passage[] = [page]) {
  const kept = [...answers];
  let shown = passages;
  const knowledge = { current: () => fixedKnowledge(shown) };
  const verified = liveVerifiedAnswers({
    load: async () => [...kept],
    background,
    embedder,
    isOrdinary,
    knowledge,
    mask: masked,
  });
  const answer = answerDesk({
    knowledge,
    writer: null,
    verified,
    productName: "Lumo",
    contactText: "Write to us.",
    caution: 50,
    now: () => 0,
    pace: async () => {},
  });
  const ask = (text: string) =>
    answer({ text, history: [] }, { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} });
  return {
    ask,
    verified,
    knowledge,
    keep(answer: VerifiedAnswer) {
      kept.push(answer);
      verified.changed();
    },
    publish(...now: Passage[]) {
      shown = now;
    },
  };
}

describe("matching a question to verified answers", () => {
  it("[J28] serves what was corrected with a customer's address in it, to whoever asks it, and shows nobody the address", async () => {
    const asked = "My suitcase was damaged by your crew, who pays?";
    const written = `${asked} My email is rosa.kline@example.com and phone 07700 900555`;
    const suitcase = { id: "suitcase", text: "We pay.", cited: [], questions: [written] };
    const { verified } = helpDesk([suitcase, refund, address]);

    for (const question of [written, asked, `${asked} My email is bob@example.org`, `I am Bob Stone. ${asked}`])
      expect(await verified.reply(question)).toMatchObject({ answerId: "suitcase" });
    for (const other of [
      "My email is bob@example.org",
      "bob@example.org",
      "My bike was damaged by your crew, who pays?",
    ])
      expect(await verified.reply(other)).toBeNull();
    expect((await verified.inspect()).answers[0]!.questions).toEqual([asked]);
  });

  it("[J27] serves where nothing was ingested, and reports a documentation that cannot be read", async () => {
    // From five phrasings on a new word counts only if it is a topic of the documentation.
    const further = ["Change my delivery address", "New delivery address", "Can the address be changed?"];
    const over = (fault: Error) =>
      liveVerifiedAnswers({
        load: async () => [{ ...address, questions: [...address.questions, ...further] }, refund],
        background,
        embedder,
        isOrdinary,
        mask: masked,
        knowledge: {
          current() {
            throw fault;
          },
        },
      });
    const question = "Can I change the delivery address of the parcel?";

    expect(await over(new NothingIngestedError("docs")).reply(question)).toMatchObject({ answerId: "address" });
    const damaged = new DamagedIndexError("docs", "cut off");
    await expect(over(damaged).reply(question)).rejects.toBe(damaged);
  });

  it("[J1] serves the known words whatever their case and punctuation, and close re-phrasings", async () => {
    const book = await openBook({ answers: [refund, address], background, embedder, isOrdinary, isTopic });

    expect(await book.match("how long does a REFUND take")).toMatchObject({
      answer: "refund",
      lead: 1,
      verbatim: true,
    });
    expect(await book.match("How long will the refund take?")).toMatchObject({ answer: "refund", verbatim: false });
    expect((await book.match("How long will the refund take?"))!.lead).toBeGreaterThan(0.45);
  });

  it("[J18] reads a misspelt word as the phrasing's, and never two ordinary words or numbers as one", async () => {
    const toll = { ...address, id: "toll", questions: ["What is the price of model 1500 for a caravan?"] };
    const book = await openBook({ answers: [refund, address, toll], background, embedder, isOrdinary, isTopic });
    const verbatim = async (question: string) => (await book.match(question))?.verbatim ?? false;

    expect(await verbatim("what is the price of model 1500 for a carravan")).toBe(true);
    expect(await verbatim("How long does a refnud take?")).toBe(true);
    expect(await verbatim("what is the prize of model 1500 for a caravan")).toBe(false);
    expect(await verbatim("what is the price of model 1501 for a caravan")).toBe(false);
    expect(await verbatim("")).toBe(false);
  });

  it("[J1] a question that is far from every phrasing, or nearly as near to another answer, is not led by any", async () => {
    const twin = { ...address, id: "twin", questions: ["Can I change my delivery address?"] };
    const book = await openBook({ answers: [refund, address, twin], background, embedder, isOrdinary, isTopic });
    const leadOf = async (question: string) => (await book.match(question))?.lead ?? 0;

    expect(await leadOf("Which colours does the lamp come in?")).toBeLessThan(0.2);
    expect(await leadOf("Can the delivery address be changed?")).toBeLessThan(0.45);
  });

  it("[J2] asks for a wide lead until enough phrasings show which one serves rightly", () => {
    const few = Array.from({ length: 20 }, () => ({ lead: 0.3, right: true }));
    const many = Array.from({ length: 400 }, (_, at) => ({ lead: at / 400, right: at > 40 }));
    const worthless = Array.from({ length: 400 }, (_, at) => ({ lead: at / 400, right: at % 2 === 0 }));

    expect(servingThreshold(few)).toBe(0.45);
    expect(servingThreshold(many)).toBeLessThan(0.2);
    expect(servingThreshold(worthless)).toBeGreaterThanOrEqual(0.45);
  });

  it("[J3] names the phrasings that another answer would be served for", async () => {
    const asked = ["Where is my parcel now?", "Where is my parcel right now?", "So where is my parcel now?"];
    const one = { ...refund, id: "one", questions: [asked[0]!, "What does shipping cost?"] };
    const other = { ...refund, id: "other", questions: [asked[1]!, asked[2]!] };
    const book = await openBook({ answers: [one, other], background, embedder, isOrdinary, isTopic });

    const { conflicts } = await book.rehearse(async () => {});

    expect(conflicts).toContainEqual({ question: asked[0], answer: "one", other: "other" });
  });

  it("solves the regression that it promises", () => {
    const likeness = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(likeness, likeness, ([a, b, c], toNew) => {
        // Points on a line: their likeness matrix is positive definite.
        const at = [a!, b!, c!];
        const between = (one: number, two: number) => Math.exp(-Math.abs(one - two));
        const rows = at.map((one, i) => Float64Array.from(at.slice(0, i + 1), (two) => between(one, two)));

        const weights = predictionWeights(rows, Float64Array.from(toNew));

        for (const [i, one] of at.entries()) {
          const sum = at.reduce((total, two, j) => total + (between(one, two) + (i === j ? 0.1 : 0)) * weights[j]!, 0);
          expect(sum).toBeCloseTo(toNew[i]!, 8);
        }
      }),
    );
  });
});

describe("serving verified answers", () => {
  it("[J1] comes before the documentation, and the record says by what lead", async () => {
    const { ask } = helpDesk([{ ...refund, text: "Within five days." }]);

    const answer = await ask("How long will a refund take?");

    expect(answer).toMatchObject({ outcome: "answered", route: "verified", text: "Within five days." });
    expect(answer.record.verified).toMatchObject({ answerId: "refund", threshold: 0.45 });
    expect((await ask("Which colours does the lamp come in?")).route).toBe("documentation");
  });

  it("[J4] serves a correction from the next question on, and no more once it is gone", async () => {
    const { ask, keep } = helpDesk([]);
    expect((await ask("When do I get my money back?")).route).toBe("documentation");

    keep({ ...refund, text: "Within five days." });

    expect(await ask("When will I get my money back?")).toMatchObject({ route: "verified", text: "Within five days." });
  });

  it("[J4] shows the answers as they are, also when they change while their phrasings are placed", async () => {
    const { keep, verified } = helpDesk([refund]);

    const before = verified.inspect();
    keep(address);

    expect((await verified.inspect()).answers.map(({ id }) => id)).toEqual(["refund", "address"]);
    expect((await before).answers.map(({ id }) => id)).toContain("refund");
  });

  it("[J12] keeps its citations, and stops serving when a cited passage has changed or gone", async () => {
    const cited = [{ passageId: page.id, hash: page.hash }];
    const { ask, publish, verified, knowledge } = helpDesk([{ ...refund, cited }]);
    const question = "How long does a refund take?";

    expect(await ask(question)).toMatchObject({
      route: "verified",
      text: "Within five days [1].",
      citations: [{ marker: 1, path: "refunds.md", quote: "A refund takes five days." }],
    });

    publish({ ...page, text: "A refund takes ten days.", hash: "changed" });
    expect((await ask(question)).route).toBe("documentation");
    expect((await verifiedAnswersView(verified, knowledge, async () => [])).answers).toMatchObject([
      { id: "refund", stale: true },
    ]);

    publish();
    expect((await ask(question)).route).toBe("documentation");
  });
});
