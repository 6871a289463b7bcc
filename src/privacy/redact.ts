import { card } from "./card.ts";
import { CLAIMED, type Detector, type Kind, type Span } from "./detector.ts";
import { email } from "./email.ts";
import { foldName, type Gazetteer } from "./gazetteer.ts";
import { iban } from "./iban.ts";
import { nameDetector } from "./name.ts";
import { wordsOf } from "./name-words.ts";
import { network } from "./network.ts";
import { phone } from "./phone.ts";
import { placeholdersFor } from "./placeholders.ts";
import { answeredReference, namedReference, shapedReference } from "./reference.ts";
import { secret } from "./secret.ts";

export type RedactionRules = {
  gazetteer: Gazetteer;
  /** A company's own order and account numbers. Global expressions; their cost is their author's. */
  patterns: readonly { kind: "order" | "account"; pattern: RegExp }[];
};

export type Redacted = {
  texts: string[];
  /** How many spans of each kind were replaced. */
  counts: Partial<Record<Kind, number>>;
};

/** Real conversations need two. The bound keeps the time linear for texts that are built to need one more each time. */
const MOST_PASSES = 5;

/**
 * Replaces personal data in the texts of one conversation, in order, by placeholders that stay the same within it. Not
 * reversible: what was replaced is kept nowhere. Texts that were redacted before come back as they are.
 */
export function redact(texts: readonly string[], rules: RedactionRules): Redacted {
  return replace(texts, rules, () => {});
}

/**
 * The same for a call that goes out and comes back: `reveal` puts back what stood there first. Lives as long as the call,
 * and is written nowhere.
 */
export function mask(
  texts: readonly string[],
  rules: RedactionRules,
): { texts: string[]; reveal: (text: string) => string } {
  const values = new Map<string, string>();
  const { texts: masked } = replace(texts, rules, (placeholder, written) => {
    if (!values.has(placeholder)) values.set(placeholder, written);
  });
  return { texts: masked, reveal: (text) => text.replace(PLACEHOLDER, (one) => values.get(one) ?? one) };
}

function replace(
  texts: readonly string[],
  rules: RedactionRules,
  note: (placeholder: string, written: string) => void,
): Redacted {
  const placeholders = placeholdersFor(texts);
  const counts: Partial<Record<Kind, number>> = {};
  let current = [...texts];

  // What is replaced changes what stands beside it: again, until nothing is found any more.
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const found = findPersonalData(current, rules);
    if (found.every((spans) => spans.length === 0)) break;

    current = current.map((text, i) => {
      let [redacted, at] = ["", 0];
      for (const { start, end, kind } of found[i]!) {
        const written = text.slice(start, end);
        const placeholder = placeholders.placeholderOf(kind, written);
        note(placeholder, written);
        redacted += text.slice(at, start) + placeholder;
        at = end;
        counts[kind] = (counts[kind] ?? 0) + 1;
      }
      return redacted + text.slice(at);
    });
  }
  return { texts: current, counts };
}

/** One text that belongs to no conversation, such as a line of a log. */
export function redactText(text: string, rules: RedactionRules): string {
  return redact([text], rules).texts[0]!;
}

/** Spans of each text in order of appearance; they never overlap. */
export function findPersonalData(texts: readonly string[], rules: RedactionRules): Span[][] {
  // The surest first: what one has claimed the next does not see.
  const numbers = [namedReference, phone, answeredReference, shapedReference];
  const detectors = [secret, email, iban, card, network, custom(rules), ...numbers, nameDetector(rules.gazetteer)];
  const found = texts.map((text, i) => {
    const before = texts.slice(Math.max(0, i - 4), i);
    return claimAll(text, before, detectors);
  });
  return withNamesSeenElsewhere(texts, found, rules.gazetteer);
}

function custom({ patterns }: RedactionRules): Detector {
  return (text) =>
    patterns.flatMap(({ kind, pattern }) =>
      [...text.matchAll(pattern)].map(({ 0: written, index }) => ({ start: index, end: index + written.length, kind })),
    );
}

const PLACEHOLDER = /\[[A-Z]+_\d{1,9}\]/g;

function claimAll(text: string, before: readonly string[], detectors: readonly Detector[]): Span[] {
  let open = withoutPlaceholders(text);
  const spans: Span[] = [];
  for (const detect of detectors) {
    const found = inOrder(detect(open, before)).filter(({ start, end }) => !open.slice(start, end).includes(CLAIMED));
    spans.push(...found);
    open = masked(open, found);
  }
  return inOrder(spans);
}

/** By place; of two that overlap the first stays, and nothing empty. */
function inOrder(spans: readonly Span[]): Span[] {
  let last = 0;
  return [...spans]
    .sort((one, other) => one.start - other.start || other.end - one.end)
    .filter(({ start, end }) => {
      const free = start >= last && end > start;
      if (free) last = end;
      return free;
    });
}

function withoutPlaceholders(text: string): string {
  return text.replace(PLACEHOLDER, (written) => CLAIMED.repeat(written.length));
}

function masked(text: string, spans: readonly Span[]): string {
  let at = 0;
  const parts = spans.map(({ start, end }) => {
    const part = text.slice(at, start) + CLAIMED.repeat(end - start);
    at = end;
    return part;
  });
  return parts.join("") + text.slice(at);
}

/** Whoever was named once is recognised in every text of the conversation: "Thanks, Crystal". */
function withNamesSeenElsewhere(texts: readonly string[], found: readonly Span[][], gazetteer: Gazetteer): Span[][] {
  const parts = new Set(
    found.flatMap((spans, i) =>
      spans
        .filter(({ kind }) => kind === "name")
        .flatMap(({ start, end }) => texts[i]!.slice(start, end).split(/[\s.]+/))
        .filter((part) => part.length >= 3 && gazetteer.classOf(part) !== "common")
        .map(foldName),
    ),
  );

  return texts.map((text, i) => {
    const seen = wordsOf(masked(withoutPlaceholders(text), found[i]!), gazetteer)
      .filter((word) => word.capital && parts.has(foldName(word.text)))
      .map(({ start, end }) => ({ start, end, kind: "name" as const }));
    return inOrder([...found[i]!, ...seen]);
  });
}
