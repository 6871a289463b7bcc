import type { Hit } from "../search/knowledge.ts";

/** A folder that is a version: v2, 1.4.0, 2.x. A bare number may be a chapter. */
const VERSION = /^(?:v\d+(?:\.(?:\d+|x))*|\d+(?:\.(?:\d+|x))+)$/iu;

/**
 * Of pages that differ only in a version in their path, the version that the question names is kept, else the newest.
 * Order stays; other pages are not touched.
 */
export function preferVersion(hits: Hit[], question: string): Hit[] {
  const named = new Set((question.match(/v?\d+(?:\.(?:\d+|x))*/giu) ?? []).map(plain));
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

function parted(path: string): { page: string; version: string } {
  const parts = path.split("/");
  const at = parts.findIndex((part) => VERSION.test(part));
  if (at < 0) return { page: path, version: "" };
  const version = plain(parts[at]!);
  parts[at] = "";
  return { page: parts.join("/"), version };
}

const plain = (version: string) => version.toLowerCase().replace(/^v/, "");

function preferred(version: string, other: string, named: Set<string>): boolean {
  if (named.has(version) !== named.has(other)) return named.has(version);
  return version.localeCompare(other, "en", { numeric: true }) > 0;
}
