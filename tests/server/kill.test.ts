import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { killRounds } from "../../src/cli/chaos/kill.ts";
import { projectRoot } from "../../src/config.ts";

const folder = mkdtempSync(join(tmpdir(), "switchboard-kill-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("kill -9 under load", () => {
  // A slice of `npm run chaos -- kill`, which takes 20 rounds with 50 sockets on the whole program.
  it("[C1] loses no acknowledged message, doubles none, and answers each exactly once", async () => {
    const root = projectRoot();
    const report = await killRounds({
      rounds: 2,
      sockets: 8,
      seed: 20_261_123,
      program: ["--import", join(root, "scripts/run-typescript.mjs"), join(root, "tests/support/chaos-server.ts")],
      environment: { DATA_DIR: folder },
      say: () => {},
    });

    expect(report.problems).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(0);
    expect(report.answered).toBe(report.acknowledged);
  }, 120_000);
});
