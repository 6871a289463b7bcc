import type { Passage } from "../search/passage.ts";
import { bareAddressesIn, endsInCode, replaceBareAddresses, withoutScheme } from "./bare-addresses.ts";
import { unitsOf } from "./units.ts";

/**
 * An answer may link only where a passage links: a model that obeys a hostile text could otherwise send a customer, or
 * the words of the conversation inside an image address, anywhere. Links that stand in no passage lose their target,
 * images become their description, bare addresses, with a scheme or without, and e-mail addresses disappear.
 */
export type LinkFilter = {
  /** The part of the text that is certain by now, made safe. */
  push(text: string): string;
  /** The rest. */
  end(): string;
  removed(): number;
};

/** Control characters, halves of characters, and what makes text run backwards: a customer may not send them either. */
const UNREADABLE = /[\p{Cs}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu;

/** `origins`, as `URL` writes them: where a link, and no image, may lead although no passage links there. */
export function linkFilter(passages: readonly Passage[], origins: readonly string[] = []): LinkFilter {
  const known = knownAddresses(passages, origins);
  let pending = "";
  let removed = 0;
  let inCode = false;

  const release = (length: number) => {
    const certain = pending.slice(0, length).replace(UNREADABLE, "");
    const safe = withoutUnknownLinks(certain, known, inCode);
    inCode = endsInCode(certain, inCode);
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

/** A finished text with the links of these passages and origins alone. */
export function keepLinksOf(text: string, passages: readonly Passage[], origins: readonly string[]): string {
  return withoutUnknownLinks(text, knownAddresses(passages, origins), false).text;
}

/**
 * Without the sentences, items and rows out of which a bare address would be taken: "Pay at evil@example.org [2]." says
 * nothing as "Pay at [2].". Code stays, as does a sentence around a link, whose words remain. `text`: as it was written.
 */
export function withoutBrokenSentences(text: string, passages: readonly Passage[], origins: readonly string[]): string {
  const known = knownAddresses(passages, origins);
  let left = "";
  let from = 0;
  for (const { kind, start, end, text: said } of unitsOf(text)) {
    if (kind === "code" || !losesAddress(said, known)) continue;
    left += text.slice(from, start);
    // Its markers may stand behind its full stop.
    from = end + /^(?:\s*\[\d{1,3}\](?!\())*[ \t]*/.exec(text.slice(end))![0].length;
  }
  return left + text.slice(from);
}

function losesAddress(said: string, known: KnownAddresses): boolean {
  const flat = said.replace(INLINE, "").replace(INLINE, "");
  if ([...flat.matchAll(ADDRESS)].some(([address]) => !known.has(trimmed(address)))) return true;
  return bareAddressesIn(flat.replace(ADDRESS, "")).some((address) => !known.has(trimmed(address)));
}

type KnownAddresses = { has(address: string): boolean };

function knownAddresses(passages: readonly Passage[], origins: readonly string[]): KnownAddresses {
  const known = new Set<string>();
  for (const { text, source } of passages) {
    if (source) known.add(source);
    const addresses = [...text.matchAll(ADDRESS)].map(([address]) => trimmed(address));
    const bare = bareAddressesIn(text.replaceAll("`", " ")).map(trimmed);
    for (const address of [...addresses, ...addresses.flatMap(withoutScheme), ...bare]) known.add(address);
    for (const [, , , target] of text.matchAll(INLINE)) if (target) known.add(target);
  }
  // Read as a browser does: of "https://ours.example@evil.example" the origin is the latter.
  const ours = (address: string) => URL.canParse(address) && origins.includes(new URL(address).origin);
  return { has: (address) => known.has(address) || ours(address) || ours(`https://${address}`) };
}

/** `[label](target "title")`, with `!` in front an image. Labels may hold one level of brackets. */
const INLINE =
  /(!?)\[((?:[^[\]]|\[[^[\]]*\])*)\]\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+["'(][^\n]*?["')])?\s*\)/g;
/** Absolute and protocol-relative addresses, `www.` and e-mail addresses: what Markdown renderers turn into links. */
const ADDRESS =
  /(?<![\w+.-])[\w+.-]*:\/\/[^\s<>"`]+|\bwww\.[^\s<>"`]+|(?<![\w:/])\/\/[\w-]+\.[^\s<>"`]+|\b(?:javascript|data|vbscript|mailto|tel):[^\s<>"`]+|(?<![\w+.-])[\w+.-]+@[\w-]+(?:\.[\w-]+)+/gi;

const SPACED_ADDRESS = new RegExp(` ?(?:${ADDRESS.source})`, "gi");

function withoutUnknownLinks(text: string, known: KnownAddresses, inCode: boolean): { text: string; removed: number } {
  let removed = 0;
  const unlinked = (written: string, image: string, label: string, target: string) => {
    if (image === "" && known.has(target)) return written;
    removed += 1;
    // A marker that the model made a link of is still a marker.
    return image === "" && /^\d{1,3}$/.test(label) ? `[${label}]` : label;
  };
  const unaddressed = (written: string) => {
    const address = trimmed(written.trimStart());
    if (known.has(address)) return written;
    removed += 1;
    return written.trimStart().slice(address.length);
  };

  // Twice: an image may stand inside a link. A link never spans a blank line.
  const safe = text.split(/(?=\n\n)/).map((paragraph) => {
    const flat = paragraph.replace(INLINE, unlinked).replace(INLINE, unlinked);
    // What still looks like a target, however nested, and images by reference.
    const broken = flat.replace(/\]\((?=([^\s)]*))/g, (written, target) => (known.has(target) ? written : "] ("));
    return broken.replace(/!+(?=\[)/g, "").replace(SPACED_ADDRESS, unaddressed);
  });
  const bare = replaceBareAddresses(safe.join(""), inCode, unaddressed);
  return { text: bare, removed };
}

/** Up to the white space in front of the last word; never inside brackets, which a blank line ends. */
function decidedLength(text: string): number {
  let at = Math.max(0, text.lastIndexOf("\n\n"));
  let decided = at;

  while (at < text.length) {
    if (text[at] === "[") {
      at = endOfBrackets(text, at);
      if (at < 0) return decided;
    } else {
      if (/\s/.test(text[at]!)) {
        decided = at;
        while (at + 1 < text.length && /\s/.test(text[at + 1]!)) at += 1;
      }
      at += 1;
    }
  }
  return decided;
}

/** Behind `[…]` or `[…](…)`; -1 while the next characters may still belong to it. */
function endOfBrackets(text: string, from: number): number {
  const close = closing(text, from, "[", "]");
  if (close < 0 || close + 1 === text.length) return -1;
  if (text[close + 1] !== "(") return close + 1;

  const end = closing(text, close + 1, "(", ")");
  return end < 0 ? -1 : end + 1;
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
