import { isIP } from "node:net";

/** Settings that are lists: read here, so that config.ts can name what is wrong in them. */

export type Price = { prompt: number; completion: number };

/** What a million tokens cost by model, as MODEL_PRICES has it. Null: that is no list of prices. */
export function pricesOf(list: string): Map<string, Price> | null {
  const entries = list.split(",").map((entry) => entry.trim());
  const prices = new Map<string, Price>();
  for (const entry of entries.filter(Boolean)) {
    const [, model, prompt, completion] = /^(\S+?)\s*=\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)$/.exec(entry) ?? [];
    if (!model) return null;
    prices.set(model, { prompt: Number(prompt), completion: Number(completion) });
  }
  return prices;
}

/** The origins that ALLOWED_ORIGINS names, as they are written there. */
export function originsOf(setting: string): string[] {
  return setting.split(",").flatMap((origin) => origin.trim() || []);
}

/** What is no name of a host, or no proxy, in ALLOWED_HOSTS and TRUSTED_PROXIES: either would guard nothing. */
export function doorProblems(settings: { ALLOWED_HOSTS: string; TRUSTED_PROXIES: string }): string[] {
  const hosts = originsOf(settings.ALLOWED_HOSTS).filter((name) => !/^[a-z\d_-]+(\.[a-z\d_-]+)*$/i.test(name));
  const proxies = originsOf(settings.TRUSTED_PROXIES).filter((range) => !isRange(range));
  return [
    ...hosts.map((name) => `ALLOWED_HOSTS must hold names such as chat.example.com, and "${name}" is none`),
    ...proxies.map(
      (range) => `TRUSTED_PROXIES must hold addresses, ranges such as 10.0.0.0/8 or loopback, and "${range}" is none`,
    ),
  ];
}

const NAMED_RANGES = ["loopback", "linklocal", "uniquelocal"];

function isRange(written: string): boolean {
  const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(written) ?? [];
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return NAMED_RANGES.includes(written) || (longest > 0 && Number(bits ?? 0) <= longest);
}

/** A stretch of a day. `weekday` counts from 0, Sunday; `from` and `until` are minutes after midnight. */
export type WeekdayHours = { weekday: number; from: number; until: number };

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const ENTRY = /^([a-z]{3})(?:\s*-\s*([a-z]{3}))?\s+(\d{1,2}):([0-5]\d)\s*-\s*(\d{1,2}):([0-5]\d)$/i;

/** What OPENING_HOURS says, and the entries that say nothing: `Sat-Mon` goes over the end of the week, no hours go over midnight. */
export function weeklyHoursOf(setting: string): { hours: WeekdayHours[]; wrong: string[] } {
  const entries = setting.split(",").flatMap((entry) => entry.trim() || []);
  const read = entries.map((entry) => ({ entry, hours: hoursOf(entry) }));
  return {
    hours: read.flatMap(({ hours }) => hours),
    wrong: read.flatMap(({ entry, hours }) => (hours.length === 0 ? entry : [])),
  };
}

function hoursOf(entry: string): WeekdayHours[] {
  const [, first = "", last = first, ...times] = ENTRY.exec(entry) ?? [];
  const [start, end] = [WEEKDAYS.indexOf(first.toLowerCase()), WEEKDAYS.indexOf(last.toLowerCase())];
  const [fromHour, fromMinute, untilHour, untilMinute] = times.map(Number);
  const [from, until] = [fromHour! * 60 + fromMinute!, untilHour! * 60 + untilMinute!];
  if (start < 0 || end < 0 || !(from < until && until <= 24 * 60)) return [];
  const days = ((end - start + 7) % 7) + 1;
  return Array.from({ length: days }, (_, day) => ({ weekday: (start + day) % 7, from, until }));
}

/** Null where none are set. */
export function openingHoursOf(settings: {
  OPENING_HOURS: string;
  OPENING_HOURS_ZONE: string;
}): { weekly: WeekdayHours[]; timeZone: string } | null {
  const { hours } = weeklyHoursOf(settings.OPENING_HOURS);
  return hours.length > 0 ? { weekly: hours, timeZone: settings.OPENING_HOURS_ZONE } : null;
}

export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

export type OpenIdSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
  domains: string[];
};
type OpenIdWords = Record<
  "OIDC_ISSUER" | "OIDC_CLIENT_ID" | "OIDC_CLIENT_SECRET" | "OIDC_NAME" | "OIDC_DOMAINS",
  string
>;

/** Null where no provider is named. */
export function openIdOf(settings: OpenIdWords): OpenIdSettings | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = settings;
  if (!OIDC_ISSUER) return null;
  const domains = originsOf(settings.OIDC_DOMAINS.toLowerCase());
  return { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET, name: OIDC_NAME, domains };
}

const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/;

/** What is sent to a provider in the clear could be read on the way, and signed in with. */
export function openIdProblems(settings: OpenIdWords): string[] {
  const { OIDC_ISSUER, OIDC_DOMAINS } = settings;
  const parts = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;
  const absent = parts.filter((name) => !settings[name]);
  const problems =
    absent.length < parts.length
      ? absent.map((name) => `${name} must be set, too: OpenID Connect needs ${parts.join(", ")}`)
      : [];
  if (OIDC_ISSUER && !(URL.canParse(OIDC_ISSUER) && (/^https:/.test(OIDC_ISSUER) || LOOPBACK.test(OIDC_ISSUER)))) {
    problems.push("OIDC_ISSUER must be an address such as https://login.example.com");
  }
  const strange = originsOf(OIDC_DOMAINS).filter((domain) => !/^[\w-]+(\.[\w-]+)+$/.test(domain));
  for (const domain of strange)
    problems.push(`OIDC_DOMAINS must hold domains such as example.com, and "${domain}" is none`);
  return problems;
}

/** How a conversation may have ended; an open one is always kept. */
export const ENDINGS = ["handed-off", "unanswered", "abandoned", "reopened", "confirmed", "assumed"] as const;
export type Ending = (typeof ENDINGS)[number];
/** Days after the last message; an ending that is not there is kept for ever. */
export type RetentionDays = Partial<Record<Ending, number>>;

const RETENTION_ENTRY = /^(?:([a-z-]+)\s*=\s*)?([1-9]\d{0,4})$/;

/** What RETENTION_DAYS says, and what is wrong with it, in sentences. `365, unanswered=90`: a number alone is for every ending that has none of its own. */
export function retentionDaysOf(setting: string): { days: RetentionDays; wrong: string[] } {
  const entries = originsOf(setting).map((entry) => {
    const [, ending = null, days] = RETENTION_ENTRY.exec(entry) ?? [];
    const known = days !== undefined && (ending === null || ENDINGS.some((one) => one === ending));
    return { entry, ending, days: known ? Number(days) : null };
  });
  const general = entries.find(({ ending, days }) => ending === null && days !== null)?.days;
  const days: RetentionDays = {};
  for (const ending of ENDINGS) {
    const own = entries.find((one) => one.ending === ending)?.days ?? general;
    if (own) days[ending] = own;
  }
  const seen = new Set<string>();
  const wrong = entries.flatMap(({ entry, ending, days }) => {
    const twice = days !== null && seen.has(String(ending));
    seen.add(String(ending));
    if (twice) return [`RETENTION_DAYS names ${ending ?? "all other endings"} twice, the second time as "${entry}"`];
    if (days !== null) return [];
    if (/^(?:[a-z-]+\s*=\s*)?\d{6,}$/.test(entry))
      return [
        `RETENTION_DAYS must have at most 99999 days, and "${entry}" has more; to keep them for ever, leave it out`,
      ];
    return [`RETENTION_DAYS must look like 365, unanswered=90, handed-off=730, and "${entry}" does not`];
  });
  return { days, wrong };
}

/** `name=value, name=value`, as OpenTelemetry has its headers; what has no name says nothing. */
export function headersOf(setting: string): Record<string, string> {
  const entries = originsOf(setting).map((entry) => entry.split(/=(.*)/s));
  return Object.fromEntries(entries.flatMap(([name = "", value = ""]) => (name ? [[name.trim(), value.trim()]] : [])));
}
