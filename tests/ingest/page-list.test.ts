import { appendFileSync, copyFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { logPageChange, pageListStamp, readPageList, writePageList } from "../../src/ingest/page-list.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const page = (path: string, key = "1") => ({ path, title: `About ${path}`, key });

describe("the list of pages", () => {
  const folder = temporaryFolder();
  const log = join(folder, "pages.log");
  const keys = () => readPageList(folder).map(({ path, key }) => `${path} ${key}`);

  beforeEach(() => writePageList(folder, [page("a.md"), page("c.md")]));

  it("[K17] holds what changed since it was written, in path order", () => {
    logPageChange(folder, { changed: [page("b.md"), page("c.md", "2")], removed: ["a.md"] });
    logPageChange(folder, { changed: [page("c.md", "3")], removed: [] });

    expect(keys()).toEqual(["b.md 1", "c.md 3"]);
  });

  it("[K17] passes over a change that a crash cut off, and keeps those before and after", () => {
    logPageChange(folder, { changed: [page("b.md")], removed: [] });
    appendFileSync(log, '\n{"changed":[{"path":"lost.md","ti');
    logPageChange(folder, { changed: [], removed: ["a.md"] });

    expect(keys()).toEqual(["b.md 1", "c.md 1"]);
  });

  it("[K17] passes over changes to the list before, which a crash may leave beside a new one", () => {
    logPageChange(folder, { changed: [], removed: ["a.md"] });
    const left = join(folder, "left.log");
    copyFileSync(log, left);
    writePageList(folder, [page("a.md", "2")]);
    copyFileSync(left, log);

    expect(keys()).toEqual(["a.md 2"]);

    logPageChange(folder, { changed: [page("b.md")], removed: [] });
    expect(keys()).toEqual(["a.md 2", "b.md 1"]);
  });

  it("[K17] is written anew when a year of changes has come together", () => {
    logPageChange(folder, { changed: [page("b.md", "x".repeat(2 ** 20))], removed: [] });
    logPageChange(folder, { changed: [page("b.md", "2")], removed: [] });

    expect(keys()).toEqual(["a.md 1", "b.md 2", "c.md 1"]);
    expect(statSync(log).size).toBeLessThan(1_000);
  });

  it("[K17] has a stamp that changes with it", () => {
    const before = pageListStamp(folder);
    logPageChange(folder, { changed: [page("b.md")], removed: [] });

    expect(pageListStamp(folder)).not.toBe(before);
  });

  it("is empty where there is none, or none that can be read", () => {
    writeFileSync(join(folder, "pages.json"), "[{");

    expect([readPageList(join(folder, "nowhere")), readPageList(folder)]).toEqual([[], []]);
  });
});
