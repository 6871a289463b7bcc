import type { Passage } from "../search/passage.ts";

/**
 * An answer may link only where a passage links: a model that obeys a hostile text could otherwise send a customer, or
 * the words of the conversation inside an image address, anywhere. Links that stand in no passage lose their target,
 * images become their description, bare addresses and e-mail addresses disappear.
 */
export type LinkFilter = {
  /** The part of the text that is certain by now, made safe. */
  push(text: string): string;
  /** The rest. */
  end(): string;
  removed(): number;
};

export function linkFilter(passages: Passage[]): LinkFilter {
  const known = knownAddresses(passages);
  let pending = "";
  let removed = 0;

  const release = (length: number) => {
    const safe = withoutUnknownLinks(pending.slice(0, length), known);
    pending = pending.slice(length);
    removed += safe.removed;
    return safe.text;
  };

  return {
    push(text) {
      pending += text;
      return release(decidedLength(pending));
    },
    end: () => release(pending.length),
    removed: () => removed,
  };
}

export function knownAddresses(passages: Passage[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { text, source } of passages) {
    if (source) known.add(source);
    for (const [address] of text.matchAll(ADDRESS)) known.add(trimmed(address));
    for (const [, , , target] of text.matchAll(INLINE)) if (target) known.add(target);
  }
  return known;
}

/** `[label](target "title")`, with `!` in front an image. Labels may hold one level of brackets. */
const INLINE =
  /(!?)\[((?:[^[\]]|\[[^[\]]*\])*)\]\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+["'(][^\n]*?["')])?\s*\)/g;
/** Absolute and protocol-relative addresses, `www.` and e-mail addresses: what Markdown renderers turn into links. */
const ADDRESS =
  /\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.)[^\s<>"`]+|(?<![\w:/])\/\/[\w-]+\.[^\s<>"`]+|\b(?:javascript|data|vbscript|mailto|tel):[^\s<>"`]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;

export function withoutUnknownLinks(text: string, known: ReadonlySet<string>): { text: string; removed: number } {
  let removed = 0;

  const flat = text.replace(INLINE, (written, image: string, label: string, target: string) => {
    if (image === "" && known.has(target)) return written;
    removed += 1;
    return label;
  });
  // What still looks like a target, e.g. the outer of two nested links, and images by reference.
  const broken = flat.replace(/\]\((?=([^\s)]*))/g, (written, target: string) => (known.has(target) ? written : "] ("));
  const clean = broken.replaceAll("![", "[").replace(new RegExp(` ?(?:${ADDRESS.source})`, "gi"), (written) => {
    const address = trimmed(written.trimStart());
    if (known.has(address)) return written;
    removed += 1;
    return written.trimStart().slice(address.length);
  });
  return { text: clean, removed };
}

/** Up to the last white space in front of an unfinished word or bracket; a blank line ends every bracket. */
function decidedLength(text: string): number {
  const paragraph = text.lastIndexOf("\n\n") + 1;
  const open = openBracket(text, paragraph);
  const end = text.slice(0, open).search(/\S*$/);
  return Math.max(end, paragraph);
}

/** Where a link may have begun that is not complete yet; the text's length when there is none. */
function openBracket(text: string, from: number): number {
  for (let at = text.indexOf("[", from); at >= 0; at = text.indexOf("[", at + 1)) {
    const close = closing(text, at, "[", "]");
    if (close < 0 || close + 1 >= text.length) return at;
    if (text[close + 1] !== "(") continue;

    const end = closing(text, close + 1, "(", ")");
    if (end < 0) return at;
    at = end;
  }
  return text.length;
}

function closing(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === open) depth += 1;
    else if (text[at] === close && --depth === 0) return at;
  }
  return -1;
}

/** Marks that end a sentence or emphasis belong to the text, not to the address. */
function trimmed(address: string): string {
  return address.replace(/[).,;:!?'\]*_]+$/, "");
}
