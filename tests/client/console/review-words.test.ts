import { describe, expect, it } from "@jest/globals";
import { consideredWords } from "../../../client/console/review/words.ts";
import type { Considered } from "../../../src/protocol/review.ts";

const FAR: Considered = {
  served: false,
  answerId: "a1",
  lead: 0.3,
  threshold: 0.45,
  verbatim: false,
  courtesy: false,
  rival: null,
  stale: false,
  difference: null,
  excluded: false,
};
const HINT = "Add it as a phrasing where it asks for the same.";

describe("what is said of a tried question that is not served", () => {
  it("[J20] names another answer only where one competes, and always says what to do", () => {
    const led = "The nearest answer leads by 0.30, 0.45 is asked for: the documentation is asked.";
    expect(consideredWords(FAR)).toBe(`${led} ${HINT}`);
    expect(consideredWords({ ...FAR, rival: "a2" })).toBe(`${led} Another answer is near, too. ${HINT}`);
    const difference = { foreign: ["tractor"], decisive: [], missing: [], negated: false, counting: false };
    expect(consideredWords({ ...FAR, lead: 0.5, difference })).toBe(
      `The nearest answer leads by 0.50, 0.45 is asked for. No phrasing and not the answer says “tractor”: the documentation is asked. ${HINT}`,
    );
  });
});
