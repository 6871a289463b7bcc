import { describe, expect, it } from "@jest/globals";
import { type ConversationPorts, OpenConversation } from "../../../client/console/inbox/open-conversation.ts";

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
