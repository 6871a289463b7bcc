import { Store } from "./store.ts";

/** What follows the `#`: `#/inbox/mine/ID?x=y`. */
export type Route = { path: readonly string[]; query: URLSearchParams };

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  return { path: path.split("/").filter(Boolean).map(decode), query: new URLSearchParams(query) };
}

/** A link typed by hand may hold a percent sign that begins nothing. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Empty and missing parts of the query are left out. */
export function linkTo(path: readonly string[], query: Record<string, string | undefined> = {}): string {
  const written = new URLSearchParams(
    Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString();
  return `#/${path.map(encodeURIComponent).join("/")}${written && `?${written}`}`;
}

/** Follows the page's address. */
export function routeStore(page: Window): Store<Route> {
  const store = new Store(parseRoute(page.location.hash));
  page.addEventListener("hashchange", () => store.set(parseRoute(page.location.hash)));
  return store;
}
