import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { servingChanges } from "../../finetune/audit.ts";
import { promote } from "../../finetune/loop.ts";
import { rollback } from "../../finetune/take-back.ts";
import { projectRoot, readConfig } from "../../src/config.ts";
import {
  emptyRegistry,
  promote as promoted,
  readRegistry,
  rollbackToDocumentation,
} from "../../src/models/registry.ts";
import { captured } from "../support/captured.ts";
import { learnedWorld, NEW, OLD } from "../support/learned-world.ts";
import { type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const root = projectRoot();

describe("what the command line changed beside a running server", () => {
  let server: StaffServer;
  let owner: StaffMember;
  let dataDir: string;

  beforeAll(async () => {
    server = await staffServer();
    dataDir = dirname(server.database.file);
    learnedWorld(dataDir);
    owner = await server.hire("owner");
  });
  afterAll(() => server.close());

  /** As a program of its own, as it runs beside a server. */
  const finetune = (...words: string[]) =>
    promisify(execFile)(
      process.execPath,
      ["--import", join(root, "scripts/run-typescript.mjs"), join(root, "tests/support/finetune-program.ts"), ...words],
      { env: { ...process.env, DATA_DIR: dataDir } },
    );

  async function writingUntil(done: Promise<unknown>): Promise<number> {
    let ended = false;
    const end = done.finally(() => {
      ended = true;
    });
    let writes = 0;
    for (; !ended; writes += 1)
      await server.database.write((tables) =>
        tables
          .updateTable("staff")
          .set({ name: `Ana ${writes}` })
          .execute(),
      );
    await end;
    return writes;
  }

  it("[F40] stands in the audit log with intent, model and decision, while the server goes on writing", async () => {
    const both = finetune("promote", "--intent", "warranty", "--canary", "0.25").then(() =>
      finetune("rollback", "--intent", "returns"),
    );
    expect(await writingUntil(both)).toBeGreaterThan(0);

    const { body } = await owner.call("GET", "/audit");
    expect((body.items as object[]).slice(0, 2)).toMatchObject([
      { action: "model-rolled-back", who: null, detail: `returns: ${NEW} to ${OLD}, by the command line` },
      {
        action: "model-promoted",
        who: null,
        detail: expect.stringMatching(`^warranty: ${NEW} to 25 % of conversations, by the command line: .*points`),
      },
    ]);
  }, 120_000);

  it("[F40] is kept once: the same again changes nothing, and stands there no second time", async () => {
    const before = await owner.call("GET", "/audit");
    const config = readConfig({ DATA_DIR: dataDir }, root);
    await promote(config, NEW, 0.25, "warranty");
    await rollback(config, "returns");

    expect((await owner.call("GET", "/audit")).body).toEqual(before.body);
  });
});

describe("what the command line changed without a server", () => {
  const configOf = (name: string) => {
    learnedWorld(join(folder, name));
    return readConfig({ DATA_DIR: join(folder, name) }, root);
  };

  it("[F40] is changed all the same where the audit log cannot be written, and that is said", async () => {
    const config = configOf("damaged");
    const file = join(config.dataDir, "switchboard.db");
    writeFileSync(file, "no database".repeat(100));
    const { stderr } = await captured(async () => {
      await rollback(config, "returns");
      return 0;
    });

    expect(stderr).toMatch(/^The audit log of the console does not show it: .+ What serves was changed\.\n$/);
    expect(readRegistry(config.dataDir).serving.returns).toMatchObject({ model: OLD });
    expect(readFileSync(file, "utf8")).toMatch(/^no database/);
  });

  it("[F40] makes no database where no server has worked yet", async () => {
    const config = configOf("before");
    await rollback(config, "returns");

    expect(existsSync(join(config.dataDir, "switchboard.db"))).toBe(false);
  });
});

describe("the entries of a change", () => {
  const why = { at: "2026-11-29T12:00:00.000Z", by: "Ana", reason: "by hand" };
  const serve = (now: typeof emptyRegistry, model: string, share = 1) =>
    promoted(now, { intent: "refund", model, share, reason: "better" });
  const alone = serve(emptyRegistry, "m1");
  const said = (...[before, now]: Parameters<typeof servingChanges>) =>
    servingChanges(before, now).map(({ action, detail }) => `${action} ${detail}`);

  it("[F40] name another model, another share and the way back, and nothing that stays", () => {
    const canary = serve(alone, "m2", 0.1);
    expect(said(alone, canary)).toEqual([
      "model-promoted refund: m2 to 10 % of conversations, by the command line: better",
    ]);
    expect(said(canary, serve(canary, "m2"))).toEqual([
      "model-promoted refund: m2 to 100 % of conversations, by the command line: better",
    ]);
    expect(said(canary, rollbackToDocumentation(canary, "refund", why))).toEqual([
      "model-rolled-back refund: m2 to the documentation, by the command line",
    ]);
    expect(said(canary, canary)).toEqual([]);
  });
});
