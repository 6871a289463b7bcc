/**
 * Whether a page of `origin` may open the chat on the server that was addressed as `host`. Browsers send an Origin
 * with every socket from a page; what sends none is not a page, and no browser's cookies or network come with it.
 */
export function allowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (allowed.includes(origin)) return true;

  // The scheme is left out: behind a proxy that ends TLS the page is https and the server is not.
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

/** As browsers write origins: "https://shop.example", for what people write with a path, a slash or capitals. */
export function normalOrigins(origins: readonly string[]): string[] {
  return origins.map((origin) => (URL.canParse(origin) ? new URL(origin).origin : origin));
}

/** Few websites embed one chat; whoever makes origins up shall fill neither memory nor log. */
const MOST_NAMED = 100;

/**
 * Names each refused origin once, up to 100 of them, with what opens the chat to it. Without the line nobody learns
 * why the chat stays shut: a browser tells its page nothing but that the connection failed. An Origin that could not
 * be allowed ("null", a browser's extension) is not named.
 */
export function refusedOrigins(
  warn: (fields: { origin: string }, line: string) => void,
): (origin: string | undefined) => void {
  const named = new Set<string>();
  return (origin) => {
    if (origin === undefined || named.has(origin) || named.size >= MOST_NAMED) return;
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) return;
    named.add(origin);
    // As a field too: the redaction of a log's words would take an address such as 192.168.0.10 out of the line.
    warn({ origin }, `${origin} may not open the chat: add it to ALLOWED_ORIGINS`);
  };
}
