import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { projectRoot } from "../config.ts";
import type { ConversationStore } from "../conversations/conversation-store.ts";
import type { DemoHistoryPorts } from "./demo-history.ts";

/** Public conversations of a shop's customers with its agents; where they come from, and their licence, beside the file. */
const SAMPLE = "src/cli/demo-real-conversations.json";

const sampleSchema = z.array(
  z.object({
    source: z.string(),
    customer: z.string(),
    attributes: z.record(z.string(), z.string()),
    /** How far it has come: a customer who waits, one whom somebody talks to, or the end. */
    ends: z.enum(["queued", "human", "closed"]),
    turns: z.array(z.tuple([z.enum(["customer", "staff"]), z.string()])).min(1),
  }),
);
type RealConversation = z.infer<typeof sampleSchema>[number];

const MINUTE = 60_000;
/** How long ago the last words were said. */
const AGE: Record<RealConversation["ends"], number> = {
  queued: 3 * MINUTE,
  human: 4 * MINUTE,
  closed: 26 * 60 * MINUTE,
};
const NOTICE = "Thank you. Somebody of our team is here and will join this chat. You can go on asking meanwhile.";

/** Returns how many conversations were new. */
export async function writeRealConversations({ store, answerQuestion, staffId, now }: DemoHistoryPorts) {
  const sample = sampleSchema.parse(JSON.parse(readFileSync(join(projectRoot(), SAMPLE), "utf8")));
  const written = await Promise.all(
    sample.map(async (one) => happen(one, { store, answerQuestion, staffId, at: now - AGE[one.ends] - lengthOf(one) })),
  );
  return written.filter(Boolean).length;
}

const lengthOf = ({ turns }: RealConversation) => (turns.length + 2) * MINUTE;

type Happening = Omit<DemoHistoryPorts, "now"> & { at: number };

/** The bot answers first, the customer asks for a person, and one of the staff goes on. False where it happened before. */
async function happen(one: RealConversation, { store, answerQuestion, staffId, at: start }: Happening) {
  const conversationId = `demo-${one.source.replace(" ", "-")}`;
  const { customer: subject, attributes, ends, turns } = one;
  const [[, opening], ...rest] = turns as [RealConversation["turns"][number], ...RealConversation["turns"]];
  let at = start;
  const ask = async (place: number, text: string) => {
    const names = { clientMessageId: `${place}`, messageId: `${conversationId}-${place}` };
    const answerId = `${conversationId}-answer-${place}`;
    const kept = await store.keepQuestion({ conversationId, ...names, answerId, text, at, openLimit: 9 });
    if (kept.kind === "kept" && kept.answerOpened)
      await answer(store, answerQuestion, { answerId, text, at: at + 900 });
    return kept.kind === "kept";
  };

  if (!(await ask(0, opening))) return false;
  await store.keepCustomer(conversationId, { page: "https://shop.example/help", locale: "en-US", subject, attributes });
  const notice = { messageId: `${conversationId}-notice`, text: NOTICE, offersEmail: false };
  await store.keepHumanRequest({ conversationId, reason: null, at: at + MINUTE / 2, notice, queue: true });
  const move = { conversationId, staffId, assigns: false, answerId: `${conversationId}-late` };
  if (ends !== "queued") await store.transfer({ ...move, to: "human", nextAssignee: staffId, at: at + MINUTE });

  for (const [place, [author, text]] of rest.entries()) {
    at += MINUTE;
    if (author === "customer") await ask(place + 1, text);
    else {
      const names = { clientMessageId: `${place + 1}`, messageId: `${conversationId}-${place + 1}` };
      await store.keepReply({ conversationId, staffId, ...names, text, citations: [], at });
    }
  }
  if (ends === "closed") await store.transfer({ ...move, to: "closed", nextAssignee: null, at: at + MINUTE });
  return true;
}

async function answer(
  store: ConversationStore,
  answerQuestion: DemoHistoryPorts["answerQuestion"],
  { answerId, text, at }: { answerId: string; text: string; at: number },
): Promise<void> {
  const options = { signal: new AbortController().signal, onDelta: () => {}, onRestart: () => {} };
  const said = await answerQuestion({ text, history: [] }, options);
  await store.finishAnswer(answerId, { ...said, firstTokenAt: at }, at + 600);
}
