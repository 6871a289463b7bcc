import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { kill } from "../../src/cli/chaos/kill.ts";
import { chaosRounds } from "../../src/cli/chaos/round.ts";
import { projectRoot } from "../../src/config.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

describe("kill -9 under load", () => {
  // A slice of `npm run chaos -- kill`, which takes 50 sockets and the whole program.
  it("[C1] loses no acknowledged message, doubles none, and answers each exactly once", async () => {
    const root = projectRoot();
    const server = ["--import", join(root, "scripts/run-typescript.mjs"), join(root, "tests/support/chaos-server.ts")];
    const plan = { rounds: 2, random: seededRandom(20_261_123), say: () => {} };
    const report = await chaosRounds("kill", () => kill(folder, { server, command: [], sockets: 8 }), plan);

    expect(report).toMatchObject({ problems: [], rounds: 2, ended: { "everything there, once": 2 } });
  }, 120_000);
});
