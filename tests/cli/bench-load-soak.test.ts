import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, describe, expect, it } from "@jest/globals";
import { soakLines, trendOf } from "../../src/cli/bench-load-soak.ts";
import { openInspector } from "../../src/cli/inspector.ts";

const MINUTE = 60_000;
const over = (minutes: number, value: (minute: number) => number) =>
  Array.from({ length: minutes }, (_, minute) => ({ at: minute * MINUTE, value: value(minute) }));

const holding =
  "const kept = 'x'.repeat(50_000_000).split(''); setInterval(() => kept.length, 1e6); setInterval(() => {}, 1e6)";
const program = spawn(process.execPath, ["--inspect=127.0.0.1:0", "-e", holding], {
  stdio: ["ignore", "ignore", "pipe"],
});
afterAll(() => {
  program.kill();
});

describe("a soak", () => {
  it("[H9] is flat where memory swings, warms up or falls", () => {
    expect(trendOf(over(60, (minute) => 200 + (minute % 7)))).toMatchObject({ flat: true });
    expect(trendOf(over(60, (minute) => (minute < 20 ? 100 + 5 * minute : 200)))).toMatchObject({ flat: true });
    expect(trendOf(over(60, (minute) => 200 - minute))).toMatchObject({ flat: true, perHour: -60 });
  });

  it("[H9] says by how much memory grows, whatever a single look found", () => {
    const leak = over(60, (minute) => (minute % 10 === 0 ? 900 : 200 + minute / 4));

    const { perHour, flat } = trendOf(leak);
    expect(flat).toBe(false);
    expect(perHour).toBeCloseTo(15, 0);
  });

  it("[H9] does not judge by minutes", () => {
    expect(trendOf(over(14, (minute) => 200 + minute)).flat).toBeNull();
    expect(trendOf([]).flat).toBeNull();
  });

  it("[H9] says one line for heap, handles and memory each", () => {
    const samples = over(30, () => 0).map(({ at }) => ({ at, heapMb: 90 + at / MINUTE, handles: 40, rssMb: 300 }));

    expect(soakLines(samples)).toEqual([
      "heap after a collection, MB: grows (median 109.5, +60.0 an hour)",
      "handles: flat (median 40.0, +0.0 an hour)",
      "resident memory, MB: flat (median 300.0, +0.0 an hour)",
    ]);
  });

  it("[H9] looks into a program from outside", async () => {
    let said = "";
    while (!said.includes("ws://")) said += (await once(program.stderr, "data"))[0];
    const inspector = await openInspector(/ws:\S+/.exec(said)![0]);

    const { heapMb, handles } = await inspector.look();
    expect(heapMb).toBeGreaterThan(100);
    expect(handles).toBeGreaterThanOrEqual(2);
    inspector.close();
  });
});
