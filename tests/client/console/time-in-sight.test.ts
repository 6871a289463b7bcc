import { describe, expect, it } from "@jest/globals";
import { timeInSight } from "../../../client/console/review/time-in-sight.ts";

describe("the time for which a turn is in sight", () => {
  const watched = (visible: boolean) => {
    const clock = { now: 100 };
    return { clock, time: timeInSight(() => clock.now, visible) };
  };

  it("[J26] runs from the first look on, without what passes while the page is hidden", () => {
    const { clock, time } = watched(true);
    clock.now += 5;
    time.look(false);
    clock.now += 1_000;
    expect(time.ms()).toBe(5);
    time.look(true);
    clock.now += 3;
    expect(time.ms()).toBe(8);
  });

  it("[J26] begins with the first look at a page that was opened out of sight, and counts nothing twice", () => {
    const { clock, time } = watched(false);
    clock.now += 1_000;
    time.look(true);
    clock.now += 2;
    time.look(true);
    clock.now += 2;
    time.look(false);
    time.look(false);
    clock.now += 1_000;
    expect(time.ms()).toBe(4);
  });
});
