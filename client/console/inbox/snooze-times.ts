/** Morning is when the day's work begins: nine o'clock by the clock of whoever chooses. */
const MORNING_HOUR = 9;
const HOUR_MS = 60 * 60 * 1_000;

export type SnoozeTime = { label: string; until: number };

/** The usual times to come back to a conversation. @param now milliseconds since the epoch */
export function snoozeTimes(now: number): SnoozeTime[] {
  const today = new Date(now);
  const daysToMonday = (8 - today.getDay()) % 7 || 7;
  return [
    { label: "In 1 hour", until: now + HOUR_MS },
    { label: "Tomorrow morning", until: morningAfter(today, 1) },
    { label: "Next week", until: morningAfter(today, daysToMonday) },
  ];
}

/** By the calendar, so that a day on which the clocks change counts as one. */
function morningAfter(day: Date, days: number): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, MORNING_HOUR).getTime();
}
