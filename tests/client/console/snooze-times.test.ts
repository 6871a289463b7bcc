import { describe, expect, it } from "@jest/globals";
import { snoozeTimes } from "../../../client/console/inbox/snooze-times.ts";

describe("when a conversation may come back", () => {
  it.each([
    ["a Wednesday", new Date(2026, 10, 25, 14, 30), new Date(2026, 10, 26, 9), new Date(2026, 10, 30, 9)],
    ["a Sunday night", new Date(2026, 10, 29, 23, 59), new Date(2026, 10, 30, 9), new Date(2026, 10, 30, 9)],
    ["a Monday morning", new Date(2026, 10, 30, 8), new Date(2026, 11, 1, 9), new Date(2026, 11, 7, 9)],
  ])("[T35] on %s: in an hour, tomorrow and next Monday at nine", (_day, now, tomorrow, monday) => {
    const at = now.getTime();

    expect(snoozeTimes(at).map(({ until }) => until)).toEqual([at + 3_600_000, tomorrow.getTime(), monday.getTime()]);
  });
});
