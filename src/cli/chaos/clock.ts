import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../../config.ts";
import type { ChaosKind } from "./round.ts";
import { endedWell, underLoad } from "./under-load.ts";

const HOUR_MS = 60 * 60 * 1_000;

/** The clock jumps by hours, ahead and back, while customers ask: nothing is lost, doubled or out of order. */
export const clockJumps: ChaosKind = async (folder, means) => {
  const file = join(folder, "clock-shift");
  writeFileSync(file, "0");
  const hook = pathToFileURL(join(projectRoot(), "scripts", "shift-clock.mjs")).href;
  const settings = { CLOCK_SHIFT_FILE: file };
  const server = ["--import", hook, ...means.server];
  const stage = await underLoad(folder, { ...means, server, sockets: Math.min(means.sockets, 8), settings });

  return {
    async round(random) {
      const over = new AbortController();
      const loaded = stage.load(over.signal);
      let shift = 0;
      for (let jumps = 1 + Math.floor(random() * 4); jumps > 0; jumps -= 1) {
        await wait(random() * 400);
        shift = Math.round((random() * 24 - 12) * HOUR_MS);
        writeFileSync(file, `${shift}`);
        process.kill(stage.server().pid, "SIGUSR2");
      }
      await wait(200);
      // A machine is often started again with another time than it stopped with.
      const killed = random() < 0.3;
      if (killed) await stage.killAndStart();
      over.abort();
      await loaded;
      const ready = await fetch(`${stage.server().url}/readyz`);
      const where = shift > 0 ? "ahead" : "back";
      return {
        ended: killed ? `killed while ${where}` : `left ${where}`,
        problems: [...(ready.ok ? [] : [`not ready: ${await ready.text()}`]), ...(await stage.settle())],
      };
    },
    close: () => endedWell(stage),
  };
};
