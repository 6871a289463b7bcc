import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { daysOf, edgesOf, lastDays, periodBefore, periodOf } from "../../../client/console/insights/period.ts";
import { namedPlaces, stackedColumns } from "../../../client/console/insights/stacked.ts";
import { after, duration, percent } from "../../../client/console/insights/words.ts";
import { dayOf, filtersOf, rowsBehind, searchQuery } from "../../../client/console/search/filters.ts";

const NOW = new Date(2026, 10, 23, 15).getTime();
const asked = (query: string) => periodOf(new URLSearchParams(query), NOW);

describe("the time that insights are about", () => {
  it("[B14] is the last thirty days, those asked for, or days of one's choice", () => {
    expect(asked("")).toEqual({ from: "2026-10-25", until: "2026-11-23" });
    expect(asked("days=7")).toEqual({ from: "2026-11-17", until: "2026-11-23" });
    expect(asked("from=2026-01-01&until=2026-01-01")).toEqual({ from: "2026-01-01", until: "2026-01-01" });
    expect(asked("from=2026-02-01&until=2026-01-01")).toEqual(asked(""));
    expect(asked("from=x&until=y&days=-3")).toEqual({ from: "2026-11-23", until: "2026-11-23" });
  });

  it("[B14] is cut at midnights of the reader, in bars wide enough to be hit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_650 }), (days) => {
        const period = lastDays(days, NOW);
        const edges = edgesOf(period);
        expect(daysOf(period)).toBe(days);
        expect(edges.length - 1).toBeLessThanOrEqual(131);
        expect(edges.map(dayOf)[0]).toBe(period.from);
        expect(dayOf(edges.at(-1)! - 1)).toBe(period.until);
        expect(edges.every((edge, at) => at === 0 || edge > edges[at - 1]!)).toBe(true);
        expect(edges.every((edge) => new Date(edge).getHours() === 0)).toBe(true);
      }),
    );
  });

  it("[B14] is compared with as many days right before it", () => {
    expect(periodBefore({ from: "2026-11-01", until: "2026-11-07" })).toEqual({
      from: "2026-10-25",
      until: "2026-10-31",
    });
  });
});

describe("the figures on the page", () => {
  it("[B14] lead to the search with the same filter", () => {
    const [from, until] = edgesOf({ from: "2026-11-20", until: "2026-11-21" }).filter((_, at) => at !== 1);
    const filter = {
      rows: "conversations",
      from: from!,
      until: until!,
      resolution: "assumed",
      channel: "a.example",
    } as const;
    const [, query] = rowsBehind(filter).split("?");
    const sent = Object.fromEntries(new URLSearchParams(searchQuery(filtersOf(new URLSearchParams(query)))));

    expect(sent).toEqual(Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)])));
  });

  it("[B14] never round a share to all or nothing that is not", () => {
    expect([percent(0, 0), percent(0, 9), percent(9, 9), percent(1, 999), percent(998, 999)]).toEqual([
      "–",
      "0 %",
      "100 %",
      "1 %",
      "99 %",
    ]);
    expect([duration(null), duration(340), duration(9_960), duration(200_000)]).toEqual([
      "–",
      "0.3 s",
      "10.0 s",
      "3 min",
    ]);
  });

  it("[B14] say at once of first words that came without a wait", () => {
    expect([0, 49, 50, 400, null].map((ms) => after(ms, "after"))).toEqual([
      "at once",
      "at once",
      "after 0.1 s",
      "after 0.4 s",
      "–",
    ]);
  });

  it("[B14] are stacked from the first way of ending to the last", () => {
    const tally = (count: number) => ({ count, filter: { rows: "conversations" as const } });
    const columns = stackedColumns([
      { from: 0, until: 1, resolutions: { confirmed: tally(2), open: tally(3) } },
      { from: 1, until: 2, resolutions: {} },
    ]);

    expect(columns).toHaveLength(8);
    expect([columns[0], columns[1], columns[7]]).toEqual([
      [0, 1],
      [5, 0],
      [2, 0],
    ]);
    expect(namedPlaces(10, 4)).toEqual([0, 3, 6, 9]);
    expect(namedPlaces(1, 4)).toEqual([0]);
  });
});
