import { afterEach, describe, expect, it } from "@jest/globals";
import { runLoad } from "../../src/cli/bench-load-phases.ts";
import { memoryConversationStore } from "../../src/conversations/memory-conversation-store.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

let desk: VisitorServer;
afterEach(() => desk.close());

function load() {
  return runLoad({
    url: desk.url,
    clients: 20,
    rate: 40,
    reconnects: 20,
    arrivals: 1_000,
    seconds: 1,
    questions: ["Is it open?", "Where is my parcel?"],
    seed: 20_261_123,
    now: () => performance.now(),
    onPhase: async () => {},
  });
}

describe("a load of customers", () => {
  it("[H7] speaks the protocol: they connect, ask, are cut off, come back and miss nothing", async () => {
    desk = await visitorServer();
    const { connected, asked, acknowledged, reconnected, problems, book } = await load();

    expect(problems).toEqual([]);
    expect([...book.errors]).toEqual([]);
    expect(connected).toBe(20);
    expect(asked).toBeGreaterThan(0);
    expect(acknowledged).toBe(asked);
    expect(reconnected).toBeGreaterThan(0);
    expect(book.end).toHaveLength(asked);
  });

  it("[H7] names what is there twice", async () => {
    const store = memoryConversationStore();
    const timeline: typeof store.timeline = async (conversationId, cursor) => {
      const { entries, ...now } = await store.timeline(conversationId, cursor);
      return { ...now, entries: entries.flatMap((entry) => [entry, entry]), cursor: 2 * now.cursor };
    };
    desk = await visitorServer({ store: { ...store, timeline } });
    const { problems } = await load();

    expect(problems).toContainEqual(expect.stringMatching(/question 1 .+ is there 2 times/));
    expect(problems).toContainEqual(expect.stringMatching(/question 1 has 2 final answers/));
  });
});
