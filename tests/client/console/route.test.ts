import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { linkTo, parseRoute } from "../../../client/console/route.ts";

describe("the console's addresses", () => {
  it("[B1] say page, list, conversation and filters", () => {
    const { path, query } = parseRoute("#/search/abc?text=two%20words&label=a%2Fb");

    expect(path).toEqual(["search", "abc"]);
    expect(Object.fromEntries(query)).toEqual({ text: "two words", label: "a/b" });
  });

  it("[B1] leave empty filters out", () => {
    expect(linkTo(["search"], { text: "", label: undefined, owner: "bot" })).toBe("#/search?owner=bot");
  });

  it("[B1] are read back as they were written, whatever ids and filters hold", () => {
    const part = fc.string({ minLength: 1, unit: "grapheme" });
    fc.assert(
      fc.property(fc.array(part), fc.dictionary(fc.string({ minLength: 1 }), part), (path, filters) => {
        const read = parseRoute(linkTo(path, filters));
        expect(read.path).toEqual(path);
        expect(Object.fromEntries(read.query)).toEqual({ ...filters });
      }),
    );
  });

  it("[B1] with a percent sign that begins nothing are read as they stand", () => {
    expect(parseRoute("#/search/100%").path).toEqual(["search", "100%"]);
  });
});
