import { describe, expect, it } from "@jest/globals";
import { outbox } from "../../client/widget/outbox.ts";
import { mapStore } from "../support/map-store.ts";

const message = (clientMessageId: string) => ({ clientMessageId, text: `Text of ${clientMessageId}`, refused: null });

describe("messages that are not sent yet", () => {
  it("[U7] are kept over a reload, oldest first", () => {
    const store = mapStore();
    outbox(store, "unsent").add(message("a"));
    outbox(store, "unsent").add(message("b"));

    expect(outbox(store, "unsent").all()).toEqual([message("a"), message("b")]);
  });

  it("[U7] of another tab are not lost when this one writes", () => {
    const store = mapStore();
    const [one, other] = [outbox(store, "unsent"), outbox(store, "unsent")];
    one.add(message("a"));
    other.add(message("b"));
    one.remove("a");

    expect(other.all()).toEqual([message("b")]);
  });

  it("[U8] remember why they were refused until they are tried again", () => {
    const box = outbox(mapStore(), "unsent");
    box.add(message("a"));
    box.refuse("a", "busy");
    expect(box.all()).toEqual([{ ...message("a"), refused: "busy" }]);

    box.retry("a");
    expect(box.all()).toEqual([message("a")]);
  });

  it("leave nothing behind when all are gone", () => {
    const store = mapStore();
    const box = outbox(store, "unsent");
    box.add(message("a"));
    box.remove("a");

    expect(store.getItem("unsent")).toBeNull();
  });

  it.each(["{", "null", "7", '{"a":1}', '[1,{"text":2}]'])("count as none where %j is stored", (stored) => {
    const store = mapStore();
    store.setItem("unsent", stored);

    expect(outbox(store, "unsent").all()).toEqual([]);
  });
});
