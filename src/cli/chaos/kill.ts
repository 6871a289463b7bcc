import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { streamedPieces } from "./model-stream.ts";
import type { ChaosKind } from "./round.ts";
import { endedWell, underLoad } from "./under-load.ts";

/** A kill falls this long after the customers began to ask, in milliseconds. */
const KILL_AFTER = { least: 20, most: 1_200 };

/** Killed at any moment while customers ask, the server has every acknowledged message once, with one final answer. */
export const kill: ChaosKind = async (folder, means) => {
  const stage = await underLoad(folder, means);

  return {
    async round(random) {
      const loaded = stage.load();
      await wait(KILL_AFTER.least + random() * (KILL_AFTER.most - KILL_AFTER.least));
      await stage.killAndStart();
      await loaded;
      return { ended: "everything there, once", problems: await stage.settle() };
    },
    close: () => endedWell(stage),
  };
};

/** Longer than it takes until somebody reads a growing answer, on any machine. */
const READS_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 5;

/** Killed while a model streams answers that customers are reading, the server ends each of them once. */
export const streamKill: ChaosKind = async (folder, means) => {
  const model = await slowModel();
  const settings = { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: "key", CHAT_MODEL: "chaos" };
  // Few: what counts is where the kill falls, and each answer takes a second.
  const stage = await underLoad(folder, { ...means, sockets: Math.min(means.sockets, 8), settings });

  return {
    async round(random) {
      const loaded = stage.load();
      for (
        let waited = 0;
        waited < READS_WITHIN_MS && !stage.customers.some((one) => one.reads());
        waited += LOOK_EVERY_MS
      ) {
        await wait(LOOK_EVERY_MS);
      }
      await wait(random() * 400);
      const cut = stage.customers.filter((one) => one.reads()).length;
      await stage.killAndStart();
      await loaded;
      return {
        ended: cut > 0 ? "cut in mid-stream, ended once" : "cut between answers",
        problems: await stage.settle(),
      };
    },
    async close() {
      await endedWell(stage);
      await model.close();
    },
  };
};

const PIECE_EVERY_MS = 30;

/** Says one true sentence, piece by piece. */
async function slowModel(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    request.resume();
    response.on("error", () => {});
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    for (const piece of streamedPieces(
      "<customer-answer>A parcel can be returned within 10 days [1].</customer-answer>",
    )) {
      response.write(piece);
      await wait(PIECE_EVERY_MS);
    }
    response.end();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
