import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { loopTurns } from "../../src/answer/loop-turns.ts";

describe("turns of the event loop", () => {
  it("[A30] go one to each who asked at once, in order", async () => {
    const turn = loopTurns();
    const begun: string[] = [];
    for (const name of ["first", "second", "third"]) void turn().then(() => begun.push(name));

    const seen: number[] = [];
    for (let turns = 0; turns < 4; turns++) {
      await nextTurn();
      seen.push(begun.length);
    }

    expect(begun).toEqual(["first", "second", "third"]);
    expect(Math.max(...seen.map((count, at) => count - (seen[at - 1] ?? 0)))).toBe(1);
  });

  it("[A30] are given again after everybody had one, and to who asks within one", async () => {
    const turn = loopTurns();
    await turn();
    let within = false;
    await Promise.all([
      turn().then(async () => {
        await turn();
        within = true;
      }),
      turn(),
    ]);

    expect(within).toBe(true);
  });
});
