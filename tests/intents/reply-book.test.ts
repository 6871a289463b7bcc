import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { fillReply, pickReply } from "../../src/intents/reply-book.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { slotValues } from "../../src/privacy/slot-values.ts";

describe("an approved reply", () => {
  const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };

  it("[F9] has its slots filled from this conversation", () => {
    const values = slotValues(["Please write to anna.lind@example.com"], rules);

    expect(fillReply("We wrote to [EMAIL_1].", values)).toBe("We wrote to anna.lind@example.com.");
  });

  it("[F9] is not given when the conversation lacks a slot's value", () => {
    expect(fillReply("We wrote to [EMAIL_1].", new Map())).toBeNull();
  });

  it("[F9] never repeats a card or account number", () => {
    const values = slotValues(["I paid with 4111 1111 1111 1111"], rules);

    expect(fillReply("Your card [CARD_1] was charged.", values)).toBeNull();
  });

  it("is the one whose questions lie nearest", () => {
    const replies = [
      { text: "north", approvals: 9, cited: [], centre: [0, 1] },
      { text: "east", approvals: 2, cited: [], centre: [1, 0] },
    ];

    expect(pickReply(replies, Float32Array.of(0.9, 0.1))?.text).toBe("east");
    expect(pickReply([], Float32Array.of(1, 0))).toBeUndefined();
  });
});
