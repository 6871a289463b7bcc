const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** Any origin does: it only lets `URL` read addresses that begin at the server's root. */
const BASE = "https://server.invalid";

/**
 * The address when a link may lead there, else null: http, https, mailto, and pages of the server itself
 * ("/docs/install.md#linux"). Parsed as a browser does, because it is the browser that will follow it: a filter on the
 * written form misses "java\tscript:" and its kin. "//host" would leave the server, so it is refused.
 */
export function safeHref(written: string): string | null {
  if (/^\/(?![/\\])/.test(written)) return URL.canParse(written, BASE) ? written : null;
  if (!URL.canParse(written)) return null;
  const url = new URL(written);
  return SCHEMES.has(url.protocol) ? url.href : null;
}
