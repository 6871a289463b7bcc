import { describe, expect, it } from "@jest/globals";
import { areApart, type Judged, thresholdsOf } from "../../src/intents/rejection-thresholds.ts";

const texts = (count: number, right: boolean, from: number, to: number): Judged[] =>
  Array.from({ length: count }, (_, at) => ({
    intent: "refund",
    right,
    belonging: from + ((to - from) * (at + 0.5)) / count,
    weight: 1,
  }));

const own = texts(100, true, 0.2, 1);
const farAway = texts(300, false, 0, 0.1);
const strangers = texts(50, false, 0.5, 1);
const judged = { known: own, strangers, asMixed: [...own, ...farAway] };

describe("the threshold of an intent", () => {
  it("[F17] turns away a third of its own questions where nothing in the log shows where it ends", () => {
    expect(areApart(judged)).toBe(true);
    const [threshold] = thresholdsOf(judged, ["refund"], true);

    expect(own.filter(({ belonging }) => belonging >= threshold!)).toHaveLength(66);
  });

  it("[F17] turns away none of them where the log shows what lies outside", () => {
    const [threshold] = thresholdsOf({ ...judged, strangers: farAway }, ["refund"], false);

    expect(own.every(({ belonging }) => belonging >= threshold!)).toBe(true);
    expect(areApart({ ...judged, strangers: farAway })).toBe(false);
  });

  it("[F17] is the same however the strangers lie, once they lie apart", () => {
    const others = { ...judged, strangers: texts(50, false, 0.3, 0.9) };

    expect(thresholdsOf(others, ["refund"], true)).toEqual(thresholdsOf(judged, ["refund"], true));
  });
});
