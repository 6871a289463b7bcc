import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { attackContent } from "../../src/cli/attack/content.ts";
import { attackWithFiles } from "../../src/cli/attack/files.ts";
import { attackByInjection, injections } from "../../src/cli/attack/injection.ts";
import { hostileInputs, someOf } from "../../src/cli/attack/inputs.ts";
import { unsafeElements } from "../../src/cli/attack/pages.ts";
import { attackParsers } from "../../src/cli/attack/parsers.ts";
import { attackProtocol } from "../../src/cli/attack/protocol.ts";
import { attackLog, shown } from "../../src/cli/attack/report.ts";
import { attackLogs } from "../../src/cli/attack/secrets.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

// A slice of `npm run attack -- all`, whose report is in docs/reports.
const SEED = 20_261_129;
const folder = temporaryFolder();
const ownFolder = () => mkdtempSync(join(folder, "attack-"));
const MINUTES = 60_000;

describe("attacks on purpose", () => {
  it(
    "[X11] hostile texts are text wherever they enter and wherever they leave",
    async () => {
      const inputs = someOf(hostileInputs(), 8, seededRandom(SEED));
      const { problems, ended } = await attackContent(ownFolder(), inputs, () => {});

      expect(problems).toEqual([]);
      expect(Object.keys(ended)).toContain("page shown");
    },
    4 * MINUTES,
  );

  it(
    "[X13] a file that is a trap costs its page and nothing else",
    async () => {
      const { problems, inputs } = await attackWithFiles(4, seededRandom(SEED));

      expect([problems, inputs]).toEqual([[], 4]);
    },
    4 * MINUTES,
  );

  it(
    "[X14] no parser throws anything but its named error, whatever it is given",
    async () => {
      const { problems } = await attackParsers(ownFolder(), 30, SEED);

      expect(problems).toEqual([]);
    },
    4 * MINUTES,
  );

  it(
    "[X15] [X20] whatever is sent as event, handshake, request or frame is answered with a code, or ends with its sender",
    async () => {
      const { problems, ended } = await attackProtocol(ownFolder(), 30, SEED);

      expect(problems).toEqual([]);
      expect(ended.ok).toBeGreaterThan(0);
    },
    4 * MINUTES,
  );

  it(
    "[X17] neither secrets nor personal data are in the log, wherever they were put in",
    async () => {
      const { problems, inputs } = await attackLogs(ownFolder());

      expect(problems).toEqual([]);
      expect(inputs).toBeGreaterThan(10);
    },
    4 * MINUTES,
  );

  it(
    "[X16] a model that obeys the attacker gives away no words, no links and no turn",
    async () => {
      const { problems, inputs } = await attackByInjection(ownFolder(), 16, seededRandom(SEED));

      expect([problems, inputs]).toEqual([[], 16]);
    },
    4 * MINUTES,
  );
});

describe("the corpus", () => {
  it("[X11] holds more than 300 texts, each once", () => {
    const texts = hostileInputs().map(({ text }) => text);

    expect(texts.length).toBeGreaterThan(300);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it("[X16] holds more than 100 orders to a model", () => {
    expect(injections().length).toBeGreaterThan(100);
  });
});

describe("what looks for damage", () => {
  it.each([
    ["<p>text <a href='https://a.example'>link</a>", 0],
    ["<p onclick=x>", 1],
    ["<svg><script>x</script></svg>", 2],
    ["<a href=' java\tscript:x'>", 1],
    ["<a href='&#106;avascript:x'>", 1],
    ["<meta http-equiv=refresh content=0>", 1],
  ])("[X11] finds in %s what could do something", (html, count) => {
    expect(unsafeElements(html)).toHaveLength(count);
  });

  it("[X11] shows an input without its effect, and keeps fifty problems at most", () => {
    expect(shown("\u202e\u001b[31m")).toBe('"\\u202e\\u001b[31m"');
    const log = attackLog("sample");
    for (let number = 0; number < 100; number += 1) log.check(false, `${number}`);
    expect(log.report().problems).toHaveLength(50);
  });
});
