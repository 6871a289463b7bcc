/** "42 %"; "–" of nothing. Shares that are not quite all or nothing never round to it. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "–";
  const rounded = Math.round((100 * part) / whole);
  return `${part > 0 && part < whole ? Math.min(99, Math.max(1, rounded)) : rounded} %`;
}

export function wholeNumber(count: number): string {
  return new Intl.NumberFormat().format(count);
}

/** "0.4 s", "12 s", "3 min". */
export function duration(ms: number | null): string {
  if (ms === null) return "–";
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 100_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

/** "at once" of a wait that would read as 0.0 s, else the time behind the words. */
export function after(ms: number | null, words: string): string {
  if (ms === null) return "–";
  return ms < 50 ? "at once" : `${words} ${duration(ms)}`;
}

export function money(amount: number, currency: string): string {
  const few = amount !== 0 && amount < 0.1;
  const style = { style: "currency", currency, ...(few && { maximumSignificantDigits: 2 }) } as const;
  return new Intl.NumberFormat(undefined, style).format(amount);
}

/** "3 Nov", or "3–9 Nov" of several days. */
export function spanName(from: number, until: number): string {
  const format = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
  return format.formatRange(from, until - 1);
}
