import { EventEmitter, once } from "node:events";
import { afterEach, describe, expect, it } from "@jest/globals";
import WebSocket from "ws";
import { boundReader, STALLED_MS, WAITING_LIMIT } from "../../src/server/slow-reader.ts";
import { answerOf } from "../support/scripted-answers.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

let desk: VisitorServer | undefined;
afterEach(() => desk?.close());

function bounded() {
  const cuts: string[] = [];
  const wire = new EventEmitter();
  let now = 0;
  const connection = Object.assign(wire, { close: () => void cuts.push("closed") });
  boundReader(
    connection,
    () => now,
    () => {},
  );
  const send = (length: number) => wire.emit("packetCreate", { data: "x".repeat(length) });
  return { cuts, send, taken: () => wire.emit("flush"), pass: (ms: number) => (now += ms) };
}

describe("a reader who does not keep up", () => {
  it("[W23] may be sent a long replay at once, and may be slow", () => {
    const { cuts, send, taken, pass } = bounded();
    send(10 * WAITING_LIMIT);
    pass(STALLED_MS - 1);
    send(10);
    taken();
    pass(100 * STALLED_MS);
    send(2 * WAITING_LIMIT);

    expect(cuts).toEqual([]);
  });

  it("[W23] is cut off once too much waits and nothing was taken for long", () => {
    const { cuts, send, pass } = bounded();
    send(WAITING_LIMIT);
    pass(STALLED_MS);
    expect(cuts).toEqual([]);
    send(1);

    expect(cuts).toEqual(["closed"]);
  });

  it("[W23] comes back with its cursor and misses nothing", async () => {
    let now = 0;
    const long = "word ".repeat(400_000);
    desk = await visitorServer({
      clock: () => now,
      answerQuestion: async (question) => answerOf(long, question),
    });
    const ana = await desk.visit();
    const token = ana.session().visitorToken;
    const stalled = new WebSocket(`${desk.url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
    await once(stalled, "message");
    stalled.send(`40/visitor,${JSON.stringify({ protocol: 1, visitorToken: token })}`);
    await once(stalled, "message");
    stalled.pause();
    // The system's own buffers take some megabytes before anything waits.
    for (let asked = 0; asked < 12; asked += 1) {
      await ana.ask(`Question ${asked}`);
      await ana.next("answer-end");
      now += STALLED_MS;
    }
    const closed = once(stalled, "close");
    stalled.resume();
    await closed;

    const back = await desk.visit({ token, cursor: 22 });
    expect(await back.next("message")).toMatchObject({ text: "Question 11" });
    expect(await back.next("answer-end")).toMatchObject({ cursor: 24 });
  });
});
