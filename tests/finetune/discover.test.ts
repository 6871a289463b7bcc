import { describe, expect, it } from "@jest/globals";
import type { LoggedConversation } from "../../finetune/conversation-log.ts";
import { propose } from "../../finetune/discover.ts";
import { projectRoot } from "../../src/config.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { helpDeskLog } from "../support/help-desk-log.ts";

const embedder = defaultEmbedder(projectRoot());

const withoutLabels = (conversation: LoggedConversation): LoggedConversation => ({
  ...conversation,
  turns: conversation.turns.map(({ intent, ...turn }) => turn),
});

const labelled = helpDeskLog();
const log = labelled.map(withoutLabels);

describe("discovering intents", () => {
  it("[F11] groups unlabelled questions so that most of a group are of one intent", async () => {
    const { proposals } = await propose(log, embedder, 1);
    const intentOf = new Map(labelled.map(({ conversation_id, turns }) => [conversation_id, turns[0]!.intent]));

    const agreeing = proposals.map(({ turns }) => {
      const counts = new Map<string | undefined, number>();
      for (const turn of turns) {
        const intent = intentOf.get(turn.split("#")[0]!);
        counts.set(intent, (counts.get(intent) ?? 0) + 1);
      }
      return Math.max(...counts.values());
    });
    const offered = proposals.reduce((sum, { size }) => sum + size, 0);
    expect(proposals.length).toBeGreaterThan(1);
    expect(agreeing.reduce((sum, count) => sum + count, 0) / offered).toBeGreaterThan(0.7);
  });

  it("[F11] names a group by phrases that its questions hold", async () => {
    for (const { name, phrases, examples } of (await propose(log, embedder, 1)).proposals) {
      expect(name).not.toBe("");
      expect(examples.length).toBeGreaterThan(0);
      expect(phrases.length).toBeLessThanOrEqual(5);
    }
  });

  it("[F11] proposes the same for the same log", async () => {
    expect(await propose(log, embedder, 1)).toEqual(await propose(log, embedder, 1));
  });

  it("[F11] leaves labelled questions alone, and offers nothing where nothing was asked", async () => {
    const known = labelled.filter(({ turns }) => turns[0]!.intent !== undefined);

    expect(await propose(known, embedder, 1)).toEqual({ turns: 0, leftOut: 0, proposals: [] });
  });

  it("[F11] puts a handful of questions without words into no proposal of its own", async () => {
    const wordless = Array.from({ length: 3 }, (_, at) => ({
      conversation_id: `w${at}`,
      turns: [{ role: "customer" as const, text: "🙂" }],
    }));

    expect(await propose(wordless, embedder, 1)).toEqual({ turns: 3, leftOut: 3, proposals: [] });
  });
});
