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
