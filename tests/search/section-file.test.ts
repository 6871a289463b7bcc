import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { DamagedIndexError, readSections, writeSections } from "../../src/search/section-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const file = join(folder, "index.bin");
const damaged = join(folder, "damaged.bin");
const sections = {
  bytes: Uint8Array.of(1, 2, 3),
  empty: new Uint32Array(0),
  shorts: Uint16Array.of(65_535, 1),
  words: Uint32Array.of(4_294_967_295, 0, 7),
  doubles: Float64Array.of(Math.PI, -0.5),
};

describe("the file of an index", () => {
  beforeAll(() => writeSections(file, sections));

  it("[R14] gives back what was written", () => {
    expect(Object.fromEntries(readSections(file))).toEqual(sections);
  });

  it("[R15] is recognised as damaged when it ends at any byte before its end", () => {
    const whole = readFileSync(file);
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(damaged, whole.subarray(0, length));
      expect(() => readSections(damaged)).toThrow(DamagedIndexError);
    }
  });

  it("[R15] is recognised as damaged when any bit is changed", () => {
    const whole = readFileSync(file);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(whole);
        changed[at]! ^= 1 << bit;
        writeFileSync(damaged, changed);
        expect(() => readSections(damaged)).toThrow(DamagedIndexError);
      }),
    );
  });
});
