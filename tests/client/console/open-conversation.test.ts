import { describe, expect, it } from "@jest/globals";
import { type ConversationPorts, OpenConversation } from "../../../client/console/inbox/open-conversation.ts";
import type { Result } from "../../../client/console/wire/api.ts";
import type { StaffEvent } from "../../../client/shared/staff-connection.ts";
import type { ConversationView } from "../../../src/protocol/staff-http.ts";

const reply = { conversationId: "c", clientMessageId: "1", text: "Hello" };

/** A desk whose server takes replies only while `online`. */
function deskThat(server: { online: boolean }): ConversationPorts {
  return {
    listen: () => () => true,
    mention: () => undefined,
    emit: async () => (server.online ? ({ ok: true } as never) : null),
    api: { get: async () => ({ ok: false, error: { code: "offline", message: "" } }) },
    page: { document: { visibilityState: "visible" } },
  };
}

describe("a reply on its way", () => {
  it("[B11] stays in sight when the server did not take it, and goes when it is sent again", async () => {
    const server = { online: false };
    const conversation = new OpenConversation("c", deskThat(server), () => 0);

    const sent = conversation.send(reply);
    expect(conversation.unsent.state).toEqual([{ ...reply, failed: false }]);
    await sent;
    expect(conversation.unsent.state).toEqual([{ ...reply, failed: true }]);

    server.online = true;
    await conversation.send(reply);
    expect(conversation.unsent.state).toEqual([]);
  });
});

describe("reading a conversation again", () => {
  it("[B4] loses nothing that was told while it was being read", async () => {
    const answers: ((view: Partial<ConversationView>) => void)[] = [];
    let tell: (event: StaffEvent) => void = () => undefined;
    const desk: ConversationPorts = {
      ...deskThat({ online: true }),
      listen: (listener) => {
        tell = listener;
        return () => true;
      },
      api: {
        get: <Value>() =>
          new Promise<Result<Value>>((resolve) =>
            answers.push((view) => resolve({ ok: true, value: view as unknown as Value })),
          ),
      },
    };
    const conversation = new OpenConversation("c", desk, () => 0);
    const view = { conversationId: "c", cursor: 1, entries: [], notes: [], signatures: {}, assignee: null };
    const message: StaffEvent = {
      name: "message",
      payload: { conversationId: "c", cursor: 2, messageId: "m", author: "customer", text: "Hi" },
    };

    conversation.open();
    answers[0]!(view);
    await Promise.resolve();
    tell({ name: "welcome", payload: { staffId: "ana", name: "Ana", role: "owner" } });
    tell(message);
    answers[1]!(view);
    await Promise.resolve();
    expect(conversation.thread.state?.view.entries.map(({ payload }) => payload.cursor)).toEqual([2]);
  });
});
