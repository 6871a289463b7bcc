import { KINDS, type Kind, type Span } from "./detector.ts";

/** A conversation whose personal data is known: `spans[i]` are those of `texts[i]`. */
export type LabelledConversation = { title: string; texts: string[]; spans: Span[][] };

export class LabelError extends Error {
  override readonly name = "LabelError";
}

const LABEL = /\[\[([a-z]+):(.*?)\]\]/g;

/**
 * Reads conversations set apart by empty lines: a title after "# ", then one turn a line, "speaker: text", in which
 * `[[kind:text]]` marks personal data. Throws LabelError for an unknown kind.
 */
export function readLabelled(content: string): LabelledConversation[] {
  return content
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== "")
    .map((block) => {
      const [title = "", ...turns] = block.trim().split("\n");
      const read = turns.map((turn) => readTurn(turn.replace(/^\w+: /, "")));
      return {
        title: title.replace(/^# /, ""),
        texts: read.map(({ text }) => text),
        spans: read.map(({ spans }) => spans),
      };
    });
}

function readTurn(marked: string): { text: string; spans: Span[] } {
  const spans: Span[] = [];
  let [text, at] = ["", 0];
  for (const { 0: whole, 1: kind, 2: written, index } of marked.matchAll(LABEL)) {
    if (!isKind(kind)) throw new LabelError(`"${whole}" is of no known kind`);
    text += marked.slice(at, index);
    spans.push({ start: text.length, end: text.length + written!.length, kind });
    text += written;
    at = index + whole.length;
  }
  return { text: text + marked.slice(at), spans };
}

function isKind(kind: string | undefined): kind is Kind {
  return (KINDS as readonly (string | undefined)[]).includes(kind);
}

export type KindScore = { labelled: number; found: number; right: number; recall: number; precision: number };

export type RedactionScore = {
  kinds: Record<Kind, KindScore>;
  /** All kinds but names. */
  structured: KindScore;
  all: KindScore;
  /** Share of the labelled characters that no detection of any kind covers: what would have been given away. */
  leaked: number;
};

/** A detection is right when kind, start and end are those of a label. */
export function scoreRedaction(
  conversations: readonly LabelledConversation[],
  detect: (texts: string[]) => Span[][],
): RedactionScore {
  const tally = Object.fromEntries(KINDS.map((kind) => [kind, { labelled: 0, found: 0, right: 0 }])) as Record<
    Kind,
    Tally
  >;
  let [labelledLength, leakedLength] = [0, 0];

  for (const { texts, spans } of conversations) {
    for (const [i, found] of detect(texts).entries()) {
      const labels = spans[i]!;
      for (const { kind } of labels) tally[kind].labelled += 1;
      for (const span of found) {
        tally[span.kind].found += 1;
        if (labels.some((label) => same(label, span))) tally[span.kind].right += 1;
      }
      labelledLength += labels.reduce((sum, { start, end }) => sum + end - start, 0);
      leakedLength += labels.reduce((sum, label) => sum + uncovered(label, found), 0);
    }
  }

  const structured = KINDS.filter((kind) => kind !== "name").map((kind) => tally[kind]);
  return {
    kinds: Object.fromEntries(KINDS.map((kind) => [kind, rates([tally[kind]])])) as Record<Kind, KindScore>,
    structured: rates(structured),
    all: rates(Object.values(tally)),
    leaked: labelledLength === 0 ? 0 : leakedLength / labelledLength,
  };
}

type Tally = { labelled: number; found: number; right: number };

function same(one: Span, other: Span): boolean {
  return one.kind === other.kind && one.start === other.start && one.end === other.end;
}

function uncovered({ start, end }: Span, found: readonly Span[]): number {
  let open = 0;
  for (let at = start; at < end; at++) if (!found.some((span) => span.start <= at && at < span.end)) open += 1;
  return open;
}

/** Shares over nothing are 1: nothing was missed. */
function rates(tallies: readonly Tally[]): KindScore {
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
  const [labelled, found, right] = [sum("labelled"), sum("found"), sum("right")];
  return { labelled, found, right, recall: labelled ? right / labelled : 1, precision: found ? right / found : 1 };
}
