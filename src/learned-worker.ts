import { workerData } from "node:worker_threads";
import { learn } from "./compose-learned.ts";
import type { Config } from "./config.ts";

/** The other end of `learning` in compose-learned.ts. */
await learn(workerData as Config);
