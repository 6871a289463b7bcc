import { namedIn } from "../models/by-name.ts";
import type { ChatModel } from "../models/chat-model.ts";
import type { Meant, NoTunedReply, TunedQuestion, TunedReply, TunedWriter } from "../models/tuned-replies.ts";
import { repeatsCase } from "./case-prints.ts";
import { fillReply, type SlotValues } from "./reply-book.ts";
import type { ServedModel } from "./served-model.ts";
import { tunedMessages } from "./tuned-messages.ts";
import type { TunedModel } from "./tuned-model.ts";

export type ServedPorts = {
  /** Opened once per server and name by the caller. */
  chat: (server: ServedModel) => Promise<ChatModel>;
  /** Tokens that a prompt may have. */
  promptTokens: number;
  /** The texts of one conversation without personal data, as training shows them. */
  redact: (texts: readonly string[]) => string[];
  /** Values of the slots in a conversation's texts, by placeholder. */
  slotValues: (texts: readonly string[]) => SlotValues;
  /** Personal data in a text, as written. */
  personal: (text: string) => string[];
};

type Served = Pick<TunedModel, "replies"> & { server: ServedModel };

/** Asks the server that serves the intent. Nothing that it says counts unless staff approved it, word for word. */
export async function servedReply(
  { replies, server }: Served,
  meant: Meant,
  question: TunedQuestion,
  ports: ServedPorts,
  signal: AbortSignal,
): Promise<TunedReply | TunedWriter | NoTunedReply> {
  const chat = await ports.chat(server);
  const texts = [...question.history.map(({ text }) => text), question.text];
  const said = ports.redact(texts);
  if (server.writes) return writer({ ...meant, model: chat }, server, { texts, said }, ports);

  const approved = namedIn(replies, meant.intent) ?? [];
  const messages = tunedMessages(server.system, spoken(question, said));
  const reply = await chat.chat(messages, {
    ...{ signal, onDelta: () => {}, onRestart: () => {} },
    choices: approved.map(({ text }) => text),
  });
  if ("failure" in reply) return { kind: "none", why: reply.failure };
  const picked = approved.find(({ text }) => text === reply.text.trim());
  if (!picked) return { kind: "none", why: "not-approved" };

  const text = fillReply(picked.text, ports.slotValues(texts));
  if (text === null) return { kind: "none", why: "slot-without-value" };
  const tokens = reply.usage && { prompt: reply.usage.promptTokens, completion: reply.usage.completionTokens };
  return { kind: "reply", ...meant, text, cited: picked.cited, sent: { messages, tokens } };
}

const ROLES = { customer: "user", bot: "assistant", staff: "assistant" } as const;

const spoken = ({ history }: TunedQuestion, said: readonly string[]) =>
  said.map((content, at) => ({ role: ROLES[history[at]?.author ?? "customer"], content }));

type Conversation = { texts: readonly string[]; said: readonly string[] };

/** What it writes is shown without personal data of others, and without what staff told one customer alone. */
function writer(
  meant: Meant & { model: ChatModel },
  { system, writes, cases }: ServedModel,
  { texts, said }: Conversation,
  { promptTokens, slotValues, personal }: ServedPorts,
): TunedWriter {
  const prints = new Set(cases);
  return {
    kind: "writer",
    ...meant,
    prompt: system,
    promptTokens,
    said,
    cited: namedIn(writes ?? {}, meant.intent) ?? [],
    admit(written, passages) {
      const sources = [...texts, ...passages];
      if (personal(written).some((own) => !sources.some((source) => source.includes(own))))
        return { refused: "personal-data" };
      if (repeatsCase(written, prints, sources)) return { refused: "another-case" };
      const text = fillReply(written, slotValues(texts));
      return text === null ? { refused: "slot-without-value" } : { text };
    },
  };
}
