import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type Database, openDatabase } from "../../src/conversations/database.ts";
import { reviewDesk } from "../../src/review/review-desk.ts";
import { reviewQueue } from "../../src/review/review-queue.ts";
import type { Passage } from "../../src/search/passage.ts";
import { answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const page = { path: "returns.md", title: "Returns" };
const period = passage({ ...page, anchor: "period", text: "A bicycle can be returned within 30 days." });
const fees = passage({ ...page, anchor: "fees", text: "Returning costs nothing." });
const cited = {
  marker: 4,
  path: "returns.md",
  anchor: "period",
  title: "Returns",
  heading: "",
  quote: "within 30 days",
  source: "/docs/returns.md",
};

const folder = temporaryFolder();
const databases: Database[] = [];
let opened = 0;
afterEach(async () => {
  for (const { db } of databases.splice(0)) await db.destroy();
});

/** What the queue says of a correction after the documentation has become `now`. */
async function correctionIn(now: Passage[], citations: (typeof cited)[] | null = [cited]) {
  const database = openDatabase(join(folder, `${opened++}.db`));
  databases.push(database);
  const desk = reviewDesk({
    database,
    anonymous: (text) => text,
    knowledge: { current: () => fixedKnowledge([period, fees]) },
    onVerifiedChanged: () => {},
    onApprovedChanged: () => {},
    clock: () => 1,
  });
  const messageId = await answered(database, "c1", { question: "How long?", citations: [{ ...cited, marker: 1 }] });
  const correction = { messageId, verdict: "corrected" as const, text: "Thirty days [4]." };
  await desk.review({ ...correction, ...(citations && { citations }) }, "ana");
  // Colleagues who disagree keep the turn in the queue.
  await desk.review({ messageId, verdict: "approved" }, "ben");
  const { turns } = await reviewQueue(database.db, fixedKnowledge(now));
  return { turn: turns[0]!, said: turns[0]!.verdicts.find(({ verdict }) => verdict === "corrected")! };
}

describe("the sources of an earlier correction", () => {
  it("[J24] are as they were while their words stand where they stood", async () => {
    const { turn, said } = await correctionIn([fees, period]);

    expect(said.citations).toEqual([cited]);
    expect(turn.citations).toEqual([{ ...cited, marker: 1 }]);
  });

  it("[J24] are found by their words under another heading", async () => {
    const moved = passage({ ...page, anchor: "how-long", text: "In short: within 30 days." });
    const { turn, said } = await correctionIn([fees, moved]);

    expect(said.citations).toMatchObject([{ marker: 4, anchor: "how-long", quote: "In short: within 30 days." }]);
    expect(turn.citations).toEqual([]);
  });

  it("[J24] are found by their heading when the words are others now, and quote those", async () => {
    const changed = passage({ ...page, anchor: "period", text: "Bring it back in 60 days." });
    const { said } = await correctionIn([fees, changed]);

    expect(said.citations).toMatchObject([{ marker: 4, anchor: "period", quote: "Bring it back in 60 days." }]);
  });

  it("[J24] are those of the answer where the correction named none", async () => {
    const changed = passage({ ...page, anchor: "period", text: "Bring it back in 60 days." });
    const { said } = await correctionIn([changed], null);

    expect(said.citations).toMatchObject([{ marker: 1, quote: "Bring it back in 60 days." }]);
  });

  it.each([
    ["words and heading are gone", [fees]],
    ["the page is gone", [passage({ path: "other.md", anchor: "period", text: "Returned within 30 days." })]],
    ["nothing is documented", []],
  ])("[J24] are left out when %s", async (_what, now) => {
    expect((await correctionIn(now)).said).toMatchObject({ text: "Thirty days [4].", citations: [] });
  });
});

describe("the queue", () => {
  it("[O19] tells what was quoted in doubt from what was not found", async () => {
    const database = openDatabase(join(folder, `${opened++}.db`));
    databases.push(database);
    const lacking = { question: "How long?", outcome: "no-answer" as const };
    await answered(database, "a", { ...lacking, record: { fallbacks: ["in-doubt"] } });
    await answered(database, "b", lacking);
    const { turns } = await reviewQueue(database.db, fixedKnowledge([period]));

    expect(turns.map(({ conversationId, reasons }) => [conversationId, reasons[0]])).toEqual([
      ["b", "no-answer"],
      ["a", "in-doubt"],
    ]);
  });
});
