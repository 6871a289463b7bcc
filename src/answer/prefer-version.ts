import type { Hit } from "../search/knowledge.ts";

/** v2, 1.4.0, 2.x: a folder, or the end of a file's name. A bare number may be a chapter. */
const VERSION = String.raw`(?:v\d+(?:\.(?:\d+|x))*|\d+(?:\.(?:\d+|x))+)`;
const FOLDER = new RegExp(`(?<=^|/)${VERSION}(?=/)`, "iu");
const FILE = new RegExp(String.raw`(?<=[^/][-_ ])${VERSION}(?=\.[a-z]+$)`, "iu");
/** The news of each version is a page of its own, not a newer state of the one before. */
const NEWS = /change|release|history|news|upgrad|migrat|what-?s-new/iu;

/**
 * A version as people write it: with a v, with a dot, after "version", after a name, or as the last word. Any other
 * number counts something ("on 2 computers").
 */
const NUMBER = String.raw`(\d+(?:\.(?:\d+|x))*)`;
const NAMED = new RegExp(
  String.raw`(?<![\p{L}\d.])[vV]${NUMBER}|(?<![\p{L}\d.])(\d+(?:\.(?:\d+|x))+)|` +
    String.raw`(?:[Vv]ersion|[Vv]ersión|[Vv]ersione|[Rr]elease)s? ${NUMBER}|(?<= )\p{Lu}\p{L}* ${NUMBER}|(?<= )(\d+)\s*[?.!]?$`,
  "gu",
);

/**
 * Of pages that differ only in a version in their path, the version that the question names is kept, else the newest.
 * Order stays; other pages are not touched.
 */
export function preferVersion(hits: Hit[], question: string): Hit[] {
  const named = namedIn(question);
  const kept = new Map<string, string>();
  for (const { passage } of hits) {
    const { page, version } = parted(passage.path);
    const before = kept.get(page);
    if (before === undefined || preferred(version, before, named)) kept.set(page, version);
  }
  return hits.filter(({ passage }) => {
    const { page, version } = parted(passage.path);
    return kept.get(page) === version;
  });
}

function namedIn(question: string): string[] {
  return [...question.matchAll(NAMED)].map((match) => plain(match.slice(1).find((group) => group !== undefined)!));
}

function parted(path: string): { page: string; version: string } {
  const found = NEWS.test(path) ? null : (FOLDER.exec(path) ?? FILE.exec(path));
  if (!found) return { page: path, version: "" };
  return {
    page: `${path.slice(0, found.index)}*${path.slice(found.index + found[0].length)}`,
    version: plain(found[0]),
  };
}

/** "v1.x" and "1" name the same. */
const plain = (version: string) => version.toLowerCase().replace(/^v/, "").replace(/\.x$/, "");

function preferred(version: string, other: string, named: string[]): boolean {
  // Nearly always, and comparing as numbers is slow.
  if (version === other) return false;
  const [asked, otherAsked] = [nearness(version, named), nearness(other, named)];
  if (asked !== otherAsked) return asked > otherAsked;
  return version.localeCompare(other, "en", { numeric: true }) > 0;
}

/** 2: named exactly; 1: one is a part of the other ("1.4" asked of the pages for "1"); 0: not named. */
function nearness(version: string, named: string[]): number {
  if (named.includes(version)) return 2;
  return named.some((one) => one.startsWith(`${version}.`) || version.startsWith(`${one}.`)) ? 1 : 0;
}
