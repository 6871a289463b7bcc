import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { emailKept, handOffNotice } from "../../src/conversations/hand-off-notice.ts";
import { nextOpening, openUntil } from "../../src/conversations/opening-hours.ts";

const office = {
  weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 9 * 60, until: 17 * 60 })),
  timeZone: "Europe/Berlin",
};
const at = (iso: string) => Date.parse(iso);

describe("opening hours", () => {
  it("[T33] are those of their time zone, in summer and in winter", () => {
    expect(openUntil(office, at("2026-07-01T07:00:00Z"))).toBe(at("2026-07-01T15:00:00Z"));
    expect(openUntil(office, at("2026-07-01T06:59:59Z"))).toBeNull();
    expect(openUntil(office, at("2026-12-01T08:00:00Z"))).toBe(at("2026-12-01T16:00:00Z"));
    expect(openUntil(office, at("2026-12-01T16:00:00Z"))).toBeNull();
  });

  it("[T33] open next on the first day that has any, over a weekend and over the change of the clocks", () => {
    expect(nextOpening(office, at("2026-10-23T16:00:00Z"))).toBe(at("2026-10-26T08:00:00Z"));
    expect(nextOpening(office, at("2026-03-27T17:00:00Z"))).toBe(at("2026-03-30T07:00:00Z"));
    const mondays = { weekly: [{ weekday: 1, from: 0, until: 60 }], timeZone: "Pacific/Auckland" };
    expect(nextOpening(mondays, at("2026-06-07T12:00:00Z"))).toBe(at("2026-06-14T12:00:00Z"));
  });

  it("[T33] a day that ends at midnight goes on into one that begins there", () => {
    const always = {
      weekly: Array.from({ length: 7 }, (_, weekday) => ({ weekday, from: 0, until: 24 * 60 })),
      timeZone: "America/New_York",
    };
    for (const hour of [0, 3, 4, 5, 12, 23]) expect(openUntil(always, Date.UTC(2026, 10, 1, hour))).not.toBeNull();
  });

  it("[T33] are open at the next opening and were not the moment before, whatever the zone", () => {
    const stretch = fc.record({
      weekday: fc.integer({ min: 0, max: 6 }),
      // Between 3:00 and midnight no zone changes its clocks: a skipped hour opens late, which the rule leaves open.
      from: fc.integer({ min: 3 * 60 + 1, max: 20 * 60 }),
      until: fc.integer({ min: 20 * 60 + 1, max: 23 * 60 }),
    });
    const zone = fc.constantFrom("UTC", "Asia/Kathmandu", "America/St_Johns", "Europe/Lisbon", "Australia/Sydney");
    const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 4 }), zone, moment, (weekly, timeZone, now) => {
        const hours = { weekly, timeZone };
        const opening = nextOpening(hours, now);
        expect(opening).toBeGreaterThan(now);
        expect(opening - now).toBeLessThan(8.1 * 24 * 60 * 60_000);
        expect(openUntil(hours, opening)).toBeGreaterThan(opening);
      }),
    );
  });
});

describe("what a customer is told who asks for a person", () => {
  const told = (presence: "unstaffed" | "away" | "present", time: string, hours: typeof office | null = office) =>
    handOffNotice(presence, { hours, contactText: "Write to us.", language: "en", at: at(time) });

  it("[T33] outside the hours: when the team is back, also while somebody has the console open", () => {
    for (const presence of ["away", "present"] as const) {
      expect(told(presence, "2026-11-27T18:00:00Z")).toEqual({
        text: "Our team is not on duty right now. We are back on Monday 30 November, 09:00 (Europe/Berlin). Your request is kept, and somebody will answer here then.",
        offersEmail: true,
      });
    }
  });

  it("[T33] within the hours: that somebody comes, or until when the team is on duty", () => {
    expect(told("present", "2026-11-27T10:00:00Z")).toMatchObject({ offersEmail: false });
    const away = told("away", "2026-11-27T10:00:00Z");
    expect(away).toEqual({
      text: expect.stringMatching(/^Nobody of our team .+ We are on duty until 17:00 \(Europe\/Berlin\) today\.$/),
      offersEmail: true,
    });
    expect(told("away", "2026-11-27T10:00:00Z", null).text).not.toContain("until");
  });

  it("[T52] in each language of the bot, with days and times as that language writes them", () => {
    const languages = ["en", "de", "fr", "es", "it"] as const;
    const inEach = (presence: "away" | "present", time: string) =>
      languages.map(
        (language) => handOffNotice(presence, { hours: office, contactText: "", language, at: at(time) }).text,
      );

    expect(inEach("away", "2026-11-27T18:00:00Z")).toEqual(
      [
        "Monday 30 November",
        "Montag, 30. November",
        "lundi 30 novembre",
        "lunes, 30 de noviembre",
        "lunedì 30 novembre",
      ].map((day) => expect.stringMatching(new RegExp(`${day}, 0?9:00 \\(Europe/Berlin\\)`))),
    );
    for (const texts of [
      inEach("present", "2026-11-27T10:00:00Z"),
      inEach("away", "2026-11-27T10:00:00Z"),
      languages.map(emailKept),
    ])
      expect(new Set(texts).size).toBe(languages.length);
  });

  it("[W13] where there are no staff: the contact text, and no address is asked for that nobody would read", () => {
    expect(told("unstaffed", "2026-11-27T18:00:00Z")).toEqual({ text: "Write to us.", offersEmail: false });
  });
});
