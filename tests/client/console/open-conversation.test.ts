import { describe, expect, it } from "@jest/globals";
import { type ConversationPorts, OpenConversation } from "../../../client/console/inbox/open-conversation.ts";
import type { Result } from "../../../client/console/wire/api.ts";
import type { StaffEvent } from "../../../client/shared/staff-connection.ts";
import type { ConversationView } from "../../../src/protocol/staff-http.ts";

const MESSAGE: StaffEvent = {
  name: "message",
  payload: { conversationId: "c", cursor: 2, messageId: "m", author: "customer", text: "Hi" },
};
const WELCOME: StaffEvent = { name: "welcome", payload: { staffId: "ana", name: "Ana", role: "owner" } };

/** A conversation whose server answers each watch and each reading when the test says so. */
function opened() {
  const watches: (() => void)[] = [];
  const readings: ((view: Partial<ConversationView>) => void)[] = [];
  let tell: (event: StaffEvent) => void = () => undefined;
  const conversation = new OpenConversation("c", desk(), () => 0);
  conversation.open();
  return { conversation, watches, readings, tell: (event: StaffEvent) => tell(event) };

  function desk(): ConversationPorts {
    return {
      mention: (verb) => new Promise((resolve) => verb === "watch" && watches.push(() => resolve(null))),
      page: { document: { visibilityState: "visible" } },
      listen: (listener) => {
        tell = listener;
        return () => true;
      },
      api: {
        get: <Value>() =>
          new Promise<Result<Value>>((resolve) =>
            readings.push((view) => resolve({ ok: true, value: view as unknown as Value })),
          ),
      },
    };
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("reading a conversation again", () => {
  const view = { conversationId: "c", cursor: 1, entries: [], notes: [], signatures: {}, assignee: null };

  it("[B4] loses nothing that was told while it was being read, also twice at once", async () => {
    const { conversation, watches, readings, tell } = opened();
    watches[0]!();
    await settled();
    tell(WELCOME);
    watches[1]!();
    await settled();
    readings[0]!(view);
    await settled();
    tell(MESSAGE);
    readings[1]!(view);
    await settled();
    expect(conversation.thread.state?.view.entries.map(({ payload }) => payload.cursor)).toEqual([2]);
  });

  it("[B4] begins only once the server tells what happens from then on", async () => {
    const { watches, readings } = opened();
    await settled();
    expect(readings).toHaveLength(0);
    watches[0]!();
    await settled();
    expect(readings).toHaveLength(1);
  });
});
