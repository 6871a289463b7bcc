import { mkdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { passagesOf } from "../../src/ingest/page-passages.ts";
import { PageStore } from "../../src/ingest/page-store.ts";
import { readPageTree } from "../../src/ingest/page-tree.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const workplace = temporaryFolder();
const key = (index: number) => String(index).padStart(32, "0");
const page = (markdown: string) => ({ markdown, passages: passagesOf(readPageTree("a.md", markdown)) });

describe("keeping parsed pages", () => {
  let count = 0;
  const folder = () => {
    count++;
    mkdirSync(join(workplace, `${count}`));
    return join(workplace, `${count}`);
  };

  it("[K9] gives back what was added, after opening it again too", () => {
    const at = folder();
    const store = PageStore.write(at);
    store.add(key(1), page("# Größe\n\nOne."));
    store.close();
    const again = PageStore.read(at)!;

    expect(again.markdown(key(1))).toBe("# Größe\n\nOne.");
    expect(again.passages(key(1))).toEqual(page("# Größe\n\nOne.").passages);
    expect(again.has(key(2))).toBe(false);
    again.close();
  });

  it("[K10] keeps every whole record, wherever the file was cut off", () => {
    const at = folder();
    const store = PageStore.write(at);
    const ends = [1, 2, 3].map((index) => {
      store.add(key(index), page(`Page ${index}.`));
      return statSync(join(at, "pages.bin")).size;
    });
    store.close();
    const whole = readFileSync(join(at, "pages.bin"));

    fc.assert(
      fc.property(fc.nat(whole.length), (length) => {
        const cut = folder();
        PageStore.write(cut).close();
        const writer = PageStore.write(cut);
        [1, 2, 3].forEach((index) => void writer.add(key(index), page(`Page ${index}.`)));
        writer.close();
        truncateSync(join(cut, "pages.bin"), length);

        const opened = PageStore.write(cut);
        opened.add(key(4), page("Page 4."));
        expect([1, 2, 3, 4].map((index) => opened.has(key(index)))).toEqual([
          ...ends.map((end) => end <= length),
          true,
        ]);
        opened.close();
      }),
      { numRuns: 40 },
    );
  });

  it("[K9] forgets pages that left once they are most of the file, under the eyes of a reader", () => {
    const at = folder();
    const store = PageStore.write(at);
    for (let index = 0; index < 10; index++) store.add(key(index), page(`Page ${index}.`));
    const reader = PageStore.read(at)!;
    const before = statSync(join(at, "pages.bin")).size;
    store.keepOnly([key(3)]);

    expect(statSync(join(at, "pages.bin")).size).toBeLessThan(before / 2);
    expect([store.markdown(key(3)), store.markdown(key(4))]).toEqual(["Page 3.", undefined]);
    expect(reader.markdown(key(4))).toBe("Page 4.");
    store.close();
    reader.close();
  });
});
