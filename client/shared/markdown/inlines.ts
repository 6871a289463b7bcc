import { safeHref } from "./safe-href.ts";

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "break" }
  | { kind: "citation"; marker: number }
  | { kind: "strong" | "emphasis" | "deleted"; children: Inline[] }
  | { kind: "link"; href: string; children: Inline[] };

/** A rule looks at one place; it returns what stands there and the place behind it, or null. */
type Rule = (text: string, at: number, depth: number) => { inline: Inline; end: number } | null;

/** Deeper nesting is shown as written: hostile text must not exhaust the stack. */
const DEEPEST = 8;
/** How far a rule looks ahead, so that a text of opening brackets stays linear to read. */
const REACH = 1_000;

const EMPHASIS = [
  { fence: "**", kind: "strong" },
  { fence: "__", kind: "strong" },
  { fence: "~~", kind: "deleted" },
  { fence: "*", kind: "emphasis" },
  { fence: "_", kind: "emphasis" },
] as const;

/**
 * Reads the inline Markdown of one block. What is not understood stays as text, HTML included, so every word that
 * came in is shown. Links lead only where `safeHref` allows.
 */
export function parseInlines(text: string, depth = 0): Inline[] {
  const inlines: Inline[] = [];
  let plain = "";
  const flush = () => {
    if (plain) inlines.push({ kind: "text", text: plain });
    plain = "";
  };

  for (let at = 0; at < text.length; ) {
    const found = SPECIAL.test(text[at]!) || startsWord(text, at) ? firstMatch(text, at, depth) : null;
    if (!found) {
      plain += text[at++];
      continue;
    }
    if (found.inline.kind === "text") plain += found.inline.text;
    else {
      flush();
      inlines.push(found.inline);
    }
    at = found.end;
  }
  flush();
  return inlines;
}

const SPECIAL = /[\\`[*_~\n<]/;

/** Bare addresses begin with an h where no word goes on. */
function startsWord(text: string, at: number): boolean {
  return text[at] === "h" && !isWord(text[at - 1]);
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function firstMatch(text: string, at: number, depth: number): ReturnType<Rule> {
  for (const rule of RULES) {
    const found = rule(text, at, depth);
    if (found) return found;
  }
  return null;
}

const escaped: Rule = (text, at) => {
  const next = text[at + 1];
  if (text[at] !== "\\" || next === undefined || !/[!-/:-@[-`{-~]/.test(next)) return null;
  return { inline: { kind: "text", text: next }, end: at + 2 };
};

const lineBreak: Rule = (text, at) => (text[at] === "\n" ? { inline: { kind: "break" }, end: at + 1 } : null);

const codeSpan: Rule = (text, at) => {
  const fence = /^`+/.exec(text.slice(at, at + REACH))?.[0];
  if (!fence) return null;
  const start = at + fence.length;
  const length = text.slice(start, start + REACH).indexOf(fence);
  if (length < 0) return { inline: { kind: "text", text: fence }, end: start };
  const inside = text.slice(start, start + length);
  return { inline: { kind: "code", text: inside.trim() || inside }, end: start + length + fence.length };
};

const citation: Rule = (text, at) => {
  const written = /^\[(\d{1,3})\](?!\()/.exec(text.slice(at, at + 6));
  return written && { inline: { kind: "citation", marker: Number(written[1]) }, end: at + written[0].length };
};

const link: Rule = (text, at, depth) => {
  const written = /^\[([^[\]\n]{1,500})\]\(([^\s()<>]{1,800})(?:\s+"[^"\n]{0,200}")?\)/.exec(
    text.slice(at, at + REACH),
  );
  const href = written && safeHref(written[2]!);
  if (!written || !href || depth >= DEEPEST) return null;
  return {
    inline: { kind: "link", href, children: parseInlines(written[1]!, DEEPEST) },
    end: at + written[0].length,
  };
};

const address: Rule = (text, at) => {
  const opening = text[at] === "<" ? 1 : 0;
  const written = /^https?:\/\/[^\s<>"'`]{0,800}[^\s<>"'`.,:;!?)\]*_~]/.exec(text.slice(at + opening, at + REACH));
  const closing = opening && text[at + opening + (written?.[0].length ?? 0)] === ">" ? 1 : 0;
  const href = written && safeHref(written[0]);
  if (!written || !href || opening !== closing) return null;
  return {
    inline: { kind: "link", href, children: [{ kind: "text", text: written[0] }] },
    end: at + opening + written[0].length + closing,
  };
};

const emphasis: Rule = (text, at, depth) => {
  const mark = EMPHASIS.find(({ fence }) => text.startsWith(fence, at));
  if (!mark || depth >= DEEPEST || !opens(text, at, mark.fence)) return null;
  const start = at + mark.fence.length;
  const end = closingFence(text, start, mark.fence);
  if (end < 0) return null;
  return {
    inline: { kind: mark.kind, children: parseInlines(text.slice(start, end), depth + 1) },
    end: end + mark.fence.length,
  };
};

/** An underscore inside a word belongs to the word: snake_case is a name, not emphasis. */
function opens(text: string, at: number, fence: string): boolean {
  const next = text[at + fence.length];
  const wordGoesOn = fence[0] === "_" && isWord(text[at - 1]);
  return next !== undefined && !/\s/.test(next) && next !== fence[0] && !wordGoesOn;
}

function closingFence(text: string, start: number, fence: string): number {
  const limit = Math.min(text.length, start + REACH);
  for (let at = text.indexOf(fence, start + 1); at >= 0 && at < limit; at = text.indexOf(fence, at + 1)) {
    const longer = text[at + fence.length] === fence[0] && fence.length === 1;
    if (longer) {
      at += 1;
      continue;
    }
    const wordGoesOn = fence[0] === "_" && isWord(text[at + fence.length]);
    if (!/\s/.test(text[at - 1]!) && !wordGoesOn) return at;
  }
  return -1;
}

const RULES: readonly Rule[] = [escaped, lineBreak, codeSpan, citation, link, address, emphasis];
