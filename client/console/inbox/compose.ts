import type { Citation } from "../../../src/protocol/conversation.ts";
import type { CannedReply } from "../../../src/protocol/staff-http.ts";

/** What is being written. Markers in the text are `[1]`, `[2]`, … and name the citations by their `marker`. */
export type Written = { text: string; citations: readonly Citation[] };

export const NOTHING_WRITTEN: Written = { text: "", citations: [] };

/** Adds a passage at the end of the text, under the first free number; one that is cited already keeps its own. */
export function citePassage({ text, citations }: Written, passage: Citation): Written {
  const known = citations.find(
    (one) => one.path === passage.path && one.anchor === passage.anchor && one.quote === passage.quote,
  );
  const marker = known?.marker ?? Math.max(0, ...citations.map((one) => one.marker)) + 1;
  // The second click of a double click asks for nothing more.
  if (known && text.trimEnd().endsWith(`[${marker}]`)) return { text, citations };
  return {
    text: `${text.trimEnd()}${text ? " " : ""}[${marker}] `,
    citations: known ? citations : [...citations, { ...passage, marker }],
  };
}

export function dropCitation({ text, citations }: Written, marker: number): Written {
  return {
    text: text.replaceAll(` [${marker}]`, "").replaceAll(`[${marker}]`, ""),
    citations: citations.filter((one) => one.marker !== marker),
  };
}

/** Citations whose marker was deleted from the text are not sent. */
export function usedCitations({ text, citations }: Written): Citation[] {
  return citations.filter(({ marker }) => text.includes(`[${marker}]`));
}

/** The markers in the text behind which no source stands, in order. */
export function sourcelessMarkers({ text, citations }: Written): number[] {
  const markers = Array.from(text.matchAll(/\[(\d{1,3})\](?!\()/g), ([, digits]) => Number(digits));
  return [...new Set(markers)].filter((one) => !citations.some(({ marker }) => marker === one));
}

/** The canned replies that a text of `/` and letters asks for; none for every other text. */
export function cannedMatches(text: string, replies: readonly CannedReply[]): CannedReply[] {
  const asked = /^\/(\S*)$/.exec(text)?.[1]?.toLowerCase();
  if (asked === undefined) return [];
  return replies.filter(({ shortcut }) => shortcut.toLowerCase().startsWith(asked)).slice(0, 8);
}

/** `{customer}`, `{agent}` and `{page}`; a name that is not known leaves no hole in braces. */
export function fillCanned(text: string, values: { customer: string; agent: string; page: string }): string {
  return text.replace(/\{(customer|agent|page)\}/g, (_written, name: keyof typeof values) => values[name]);
}
