import { describe, expect, it } from "@jest/globals";
import { NOTHING_WRITTEN } from "../../../client/console/inbox/compose.ts";
import { Unfinished } from "../../../client/console/inbox/unfinished.ts";

function storage(kept: Record<string, string> = {}) {
  const items = new Map(Object.entries(kept));
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
}

describe("what was begun and not sent", () => {
  it("[B22] outlives a reload, and is gone once it is sent", () => {
    const tab = storage();
    const written = { text: "Hello [1]", citations: [] };
    new Unfinished(tab).keep("ana reply c", written);

    expect(new Unfinished(tab).read("ana reply c")).toEqual(written);
    expect(new Unfinished(tab).read("ana note c")).toBe(NOTHING_WRITTEN);
    new Unfinished(tab).keep("ana reply c", NOTHING_WRITTEN);
    expect(new Unfinished(tab).read("ana reply c")).toBe(NOTHING_WRITTEN);
  });

  it("[B22] begins anew where the tab's memory is damaged, and goes on where it is full", () => {
    const full = () => {
      throw new Error("QuotaExceededError");
    };
    const unfinished = new Unfinished({ ...storage({ unfinished: "{" }), setItem: full });
    unfinished.keep("ana reply c", { text: "Hello", citations: [] });

    expect(unfinished.read("ana reply c").text).toBe("Hello");
    unfinished.clear();
    expect(unfinished.read("ana reply c")).toBe(NOTHING_WRITTEN);
  });
});
