import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attackBrowser } from "../../src/cli/attack/browser.ts";
import { hostileInputs, someOf } from "../../src/cli/attack/inputs.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";
import { expect, it, journeys } from "./stage.ts";

journeys("hostile texts in a browser", () => {
  // A slice of `npm run attack -- browser`.
  it("[X12] come to life neither in the widget nor in the console nor in the documentation", async () => {
    const folder = mkdtempSync(join(tmpdir(), "switchboard-attack-"));
    const inputs = someOf(hostileInputs(), 10, seededRandom(20_261_129));
    const { problems, inputs: shown } = await attackBrowser(folder, inputs, () => {});

    expect(problems).toEqual([]);
    expect(shown).toBeGreaterThan(10);
  }, 240_000);
});
