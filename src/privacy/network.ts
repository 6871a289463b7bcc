import { isIPv4, isIPv6 } from "node:net";
import type { Detector, Span } from "./detector.ts";
import { lastAsked } from "./detector.ts";

const MAC =
  /(?<![\p{Lu}\p{Ll}\p{N}:.-])(?:[\da-f]{2}(?:(?::[\da-f]{2}){5}|(?:-[\da-f]{2}){5})|[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4})(?![\p{Lu}\p{Ll}\p{N}]|[:-][\da-f])/giu;
const IPV4 = /(?<![\p{Lu}\p{Ll}\p{N}.:])\d{1,3}(?:\.\d{1,3}){3}(?![\p{Lu}\p{Ll}\p{N}]|\.\d)/gu;
/** Bounded: the longest way to write an address has 45 characters. */
const IPV6 =
  /(?<![\p{Lu}\p{Ll}\p{N}.:])(?=[\da-f]{0,4}:)[\da-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?(?![\p{Lu}\p{Ll}\p{N}:])/giu;

/** A number of four parts right after such a word counts releases and not hosts. */
const VERSION_BEFORE = /(?:\bv|version|release|firmware|build|update|section)[\s:]{0,3}$/i;
const VERSION_ASKED = /\b(?:versions?|firmware|release)\b[^.!]{0,60}\?/i;
/** Every machine has these: they name nobody. */
const NOBODY = new Set(["127.0.0.1", "0.0.0.0", "::1", "::", "255.255.255.255"]);

/** IPv4 and IPv6 addresses, and hardware addresses in the three usual spellings. */
export const network: Detector = (text, before) => [
  ...spansOf(text, MAC, "mac"),
  ...spansOf(text, IPV4, "ip").filter((span) => isAddress(text, span) && !isVersion(text, span, before)),
  ...spansOf(text, IPV6, "ip").filter((span) => isAddress(text, span) && /\d/.test(text.slice(span.start, span.end))),
];

function spansOf(text: string, pattern: RegExp, kind: "ip" | "mac"): Span[] {
  return [...text.matchAll(pattern)].map(({ 0: written, index }) => ({
    start: index,
    end: index + written.length,
    kind,
  }));
}

function isAddress(text: string, { start, end }: Span): boolean {
  const written = text.slice(start, end);
  return (isIPv4(written) || isIPv6(written)) && !NOBODY.has(written);
}

function isVersion(text: string, { start }: Span, before: readonly string[]): boolean {
  return VERSION_BEFORE.test(text.slice(Math.max(0, start - 20), start)) || lastAsked(before.slice(-1), VERSION_ASKED);
}
