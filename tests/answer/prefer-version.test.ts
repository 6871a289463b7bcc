import { describe, expect, it } from "@jest/globals";
import { preferVersion } from "../../src/answer/prefer-version.ts";
import { passage } from "../support/passage.ts";

const hitsOf = (...paths: string[]) =>
  paths.map((path) => ({ passage: passage({ path, text: "x" }), score: 1, signals: {} }));
const kept = (question: string, ...paths: string[]) =>
  preferVersion(hitsOf(...paths), question).map((hit) => hit.passage.path);

describe("versions of a page", () => {
  it("[A8] keeps the version that the question names", () => {
    expect(kept("install version 1.9", "v1.10/install.md", "v1.9/install.md")).toEqual(["v1.9/install.md"]);
  });

  it("[A8] keeps the newest when none is named, comparing numbers and not letters", () => {
    expect(kept("install", "v1.9/install.md", "v1.10/install.md", "v1.9/other.md")).toEqual([
      "v1.10/install.md",
      "v1.9/other.md",
    ]);
  });

  it.each([
    ["How do I install Kettle 1?", "install-1.x.md"],
    ["How do I install Kettle 1.4 at home?", "install-1.x.md"],
    ["Is a licence needed in version 1 of it?", "install-1.x.md"],
    ["Does v2.1 need a licence?", "install-2.x.md"],
    ["Can I install it on 1 computer only?", "install-2.x.md"],
    ["install", "install-2.x.md"],
  ])("[A8] tells a version from a count, and knows the page for it: %s", (question, page) => {
    expect(kept(question, "install-1.x.md", "install-2.x.md")).toEqual([page]);
  });

  it("[A8] keeps the news of every version", () => {
    const paths = ["release-notes/v1/all.md", "release-notes/v2/all.md", "changes-v3.md", "changes-v4.md"];

    expect(kept("When was the bell added?", ...paths)).toEqual(paths);
  });

  it("[A8] leaves pages alone that are no versions of each other", () => {
    const paths = ["chapter/1/a.md", "chapter/2/a.md", "install.md", "v2/usage.md"];

    expect(kept("a", ...paths)).toEqual(paths);
  });
});
