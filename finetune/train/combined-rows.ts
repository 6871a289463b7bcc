import { composePrompt } from "../../src/answer/compose-prompt.ts";
import { findPassages } from "../../src/answer/find-passages.ts";
import { parsePrompt } from "../../src/answer/prompt-file.ts";
import type { HistoryTurn } from "../../src/protocol/answer-record.ts";
import type { Knowledge } from "../../src/search/knowledge.ts";
import type { Passage } from "../../src/search/passage.ts";
import { isSupported } from "../build/own-case.ts";
import { type Example, questionOf } from "../example.ts";

export type CombinedPorts = {
  knowledge: Knowledge;
  /** Text of the prompt file that the model will be served with. */
  prompt: string;
  productName: string;
  promptTokens: number;
  countTokens: (text: string) => number;
  /** 0..100, as the documentation is asked when it serves. */
  caution: number;
};

/** What a model learns that will write with passages in sight, by the composer that will serve it. */
export type CombinedRows = { examples: Example[]; system: string; left: Record<"unsupported" | "not-found", number> };

/**
 * A reply is learnt where its passages are what they were, say each of its sentences, and are found by the search: a model
 * that learnt anything else would write what stands nowhere. Messages come as they will be sent, the markers renumbered.
 */
export async function combinedRows(examples: readonly Example[], ports: CombinedPorts): Promise<CombinedRows> {
  const rows: CombinedRows = { examples: [], system: ports.prompt, left: { unsupported: 0, "not-found": 0 } };
  for (const example of examples.filter(({ completion }) => completion !== null)) {
    const cited = citedBy(example, ports.knowledge);
    if (!cited) {
      rows.left.unsupported += 1;
      continue;
    }
    const row = await rendered(example, cited, ports);
    if (row === null) rows.left["not-found"] += 1;
    else {
      rows.examples.push(row.example);
      rows.system = row.system;
    }
  }
  return rows;
}

/** In the order of the reply's markers; null where it cites none, one has changed, or it says more than they do. */
export function citedBy({ completion, passages }: Example, knowledge: Pick<Knowledge, "passage">): Passage[] | null {
  const cited = passages.map(({ passageId, hash }) => {
    const now = knowledge.passage(passageId);
    return now?.hash === hash ? now : null;
  });
  if (cited.length === 0 || cited.includes(null)) return null;
  const known = cited as Passage[];
  return isSupported(
    completion!,
    known.map(({ text }) => text),
  )
    ? known
    : null;
}

const AUTHORS = { user: "customer", assistant: "bot" } as const;

async function rendered(
  example: Example,
  cited: readonly Passage[],
  ports: CombinedPorts,
): Promise<{ example: Example; system: string } | null> {
  const question = questionOf(example);
  const history: HistoryTurn[] = example.messages
    .slice(0, -1)
    .map(({ role, content }) => ({ author: AUTHORS[role], text: content }));
  const { knowledge, caution } = ports;
  const { signal } = new AbortController();
  const { found } = await findPassages({
    question: { text: question, history },
    knowledge,
    aids: null,
    caution,
    signal,
  });
  const prompt = composePrompt({
    prompt: parsePrompt("combined", ports.prompt),
    question,
    history,
    passages: found.hits.map(({ passage }) => passage),
    productName: ports.productName,
    promptTokens: ports.promptTokens,
    countTokens: ports.countTokens,
  });
  const places = cited.map(({ id }) => prompt?.passagesUsed.findIndex((used) => used.id === id) ?? -1);
  if (!prompt || places.includes(-1)) return null;

  const messages = prompt.messages.flatMap(({ role, content }) => (role === "system" ? [] : [{ role, content }]));
  const renumber = (text: string | null) =>
    text && `<customer-answer>\n${renumbered(text, places)}\n</customer-answer>`;
  const row = { ...example, messages, completion: renumber(example.completion), rejected: renumber(example.rejected) };
  return { example: row, system: prompt.messages[0]!.content };
}

/** `[n]` cited the nth passage of the reply; now it names that passage's place in the prompt. */
const renumbered = (text: string, places: readonly number[]) =>
  text.replace(/\[(\d{1,3})\](?!\()/g, (written, digits: string) => {
    const place = places[Number(digits) - 1];
    return place === undefined ? written : `[${place + 1}]`;
  });
