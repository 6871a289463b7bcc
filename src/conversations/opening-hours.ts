/** `weekday` counts from 0, Sunday; `from` and `until` are minutes after midnight in the time zone. */
export type OpeningHours = {
  /** At least one. */
  weekly: readonly { weekday: number; from: number; until: number }[];
  /** As IANA names it: Europe/Berlin. */
  timeZone: string;
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Until when the team is on duty, in ms since the epoch; null: it is not. */
export function openUntil({ weekly, timeZone }: OpeningHours, at: number): number | null {
  const today = localDay(at, timeZone);
  const untils = weekly
    .filter(({ weekday }) => weekday === today.getUTCDay())
    .map(({ from, until }) => [momentOf(today, from, timeZone), momentOf(today, until, timeZone)] as const)
    .filter(([from, until]) => from <= at && at < until)
    .map(([, until]) => until);
  return untils.length > 0 ? Math.max(...untils) : null;
}

/** The first opening after `at`, in ms since the epoch. */
export function nextOpening({ weekly, timeZone }: OpeningHours, at: number): number {
  const today = localDay(at, timeZone);
  // Today's hours may be over: the same weekday comes again after seven days.
  const days = Array.from({ length: 8 }, (_, ahead) => new Date(today.getTime() + ahead * DAY));
  const openings = days.flatMap((day) =>
    weekly
      .filter(({ weekday }) => weekday === day.getUTCDay())
      .map(({ from }) => momentOf(day, from, timeZone))
      .filter((opening) => opening > at),
  );
  return Math.min(...openings);
}

/** The calendar day there, written as midnight of the same day in UTC. */
function localDay(at: number, timeZone: string): Date {
  return new Date(Math.floor((at + offsetAt(at, timeZone)) / DAY) * DAY);
}

/** When the clocks there show `minute` of this day. A time that the change to summer skips counts as the hour after. */
function momentOf(day: Date, minute: number, timeZone: string): number {
  const asUtc = day.getTime() + minute * MINUTE;
  const guess = asUtc - offsetAt(asUtc, timeZone);
  return asUtc - offsetAt(guess, timeZone);
}

/** How far the clocks there are ahead of UTC, in ms. */
function offsetAt(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}
