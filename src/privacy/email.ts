import type { Detector } from "./detector.ts";

/** RFC 5321's limits: they also bound the search around each "@". */
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 255;

const LOCAL = /[\p{Lu}\p{Ll}\p{N}._%+'’-]{1,64}$/u;
const DOMAIN = /^[\p{Lu}\p{Ll}\p{N}](?:[\p{Lu}\p{Ll}\p{N}-]{0,62}\.){1,8}[\p{Lu}\p{Ll}][\p{Lu}\p{Ll}\p{N}-]{1,62}/u;

/** Looks around each "@" instead of matching from every character, which would take quadratic time on "a.a.a.a…". */
export const email: Detector = (text) => {
  const spans = [];
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const local = LOCAL.exec(text.slice(Math.max(0, at - LONGEST_LOCAL), at))?.[0].replace(/^[.'’%+-]+/, "");
    const domain = DOMAIN.exec(text.slice(at + 1, at + 1 + LONGEST_DOMAIN))?.[0].replace(/-+$/, "");
    if (local && domain) spans.push({ start: at - local.length, end: at + 1 + domain.length, kind: "email" as const });
  }
  return spans;
};
