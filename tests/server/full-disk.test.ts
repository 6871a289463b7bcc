import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { sql } from "kysely";
import { composeStore } from "../../src/compose-store.ts";
import { openDatabase } from "../../src/conversations/database.ts";
import { watchFullDisk } from "../../src/conversations/full-disk.ts";
import { conversationsIn } from "../../src/conversations/libsql-conversation-store.ts";
import { memoryConversationStore } from "../../src/conversations/memory-conversation-store.ts";
import { createLogger } from "../../src/server/logger.ts";
import { prometheusMetrics } from "../../src/server/metrics.ts";
import { staffServer } from "../support/staff-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

const TOKEN = "a token of enough length";
const dataDir = temporaryFolder();
let names = 0;
let desk: VisitorServer | undefined;
afterEach(() => desk?.close());

/** A server whose database may not grow, as on a full disk: SQLite says the same of both. */
async function crowded() {
  const database = openDatabase(join(dataDir, `${names++}.db`));
  let free = 2 ** 30;
  const lines: { level: number; msg?: string }[] = [];
  const logger = createLogger("info", (text) => text, { write: (line) => void lines.push(JSON.parse(line)) });
  const { store, checkRoom, figures } = composeStore({ dataDir }, conversationsIn(database), logger, () => free);
  desk = await visitorServer({
    store,
    logger,
    checks: { disk: checkRoom },
    metrics: { book: prometheusMetrics(Date.now, figures), token: TOKEN },
  });
  const { url } = desk;
  return {
    ana: await desk.visit(),
    lines: (part: string) => lines.filter(({ msg }) => msg?.includes(part)),
    faults: () => lines.filter(({ level }) => level >= 50),
    async grow(may: boolean) {
      free = may ? 2 ** 30 : 0;
      const size = (await sql<{ page_count: number }>`PRAGMA page_count`.execute(database.db)).rows[0]!.page_count;
      await sql.raw(`PRAGMA max_page_count = ${may ? 1_000_000 : size}`).execute(database.db);
    },
    ready: async () => {
      const response = await fetch(`${url}/readyz`);
      return [response.status, ((await response.json()) as { failed: string[] }).failed];
    },
    metric: async () => {
      const page = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
      return /^switchboard_disk_full (.*)$/m.exec(await page.text())?.[1];
    },
  };
}

const long = (n: number) => `${n} ${"how long may this take? ".repeat(300)}`;

describe("a full disk while the server serves", () => {
  it("[D10] is said once to the operator, to balancer and Prometheus, and to each customer; so is that there is room again", async () => {
    const { ana, lines, faults, grow, ready, metric } = await crowded();
    expect([await ready(), await metric()]).toEqual([[200, []], "0"]);
    await grow(false);
    const refused = [];
    for (let n = 0; n < 5; n += 1) refused.push(await ana.ask(long(n), `${n}`));

    expect(refused.at(-1)).toMatchObject({
      ok: false,
      error: { code: "busy", message: expect.stringContaining("not be kept") },
    });
    expect(lines(`The disk of ${dataDir} is full`)).toHaveLength(1);
    expect(faults()).toHaveLength(1);
    const [status, failed] = await ready();
    expect([status, failed]).toEqual([503, expect.arrayContaining(["disk"])]);
    expect(await metric()).toBe("1");

    await grow(true);
    expect(await ready()).toEqual([200, []]);
    expect(await metric()).toBe("0");
    expect(lines("There is room on the disk again")).toHaveLength(1);
    expect(await ana.ask(long(4), "4")).toMatchObject({ ok: true });
  });

  it("[D10] is not over because something fitted into what the log of the database holds already", async () => {
    let free = 0;
    let fault: Error | null = Object.assign(new Error("full"), { code: "SQLITE_FULL" });
    const told: boolean[] = [];
    const check = async () => {
      if (fault) throw fault;
    };
    const { store, full } = watchFullDisk(
      { ...memoryConversationStore(), check },
      () => free,
      (now) => told.push(now),
    );
    await expect(store.check()).rejects.toThrow("full");
    fault = null;
    await store.check();
    expect([full(), told]).toEqual([true, [true]]);

    free = 2 ** 30;
    await store.check();
    expect([full(), told]).toEqual([false, [true, false]]);
    fault = Object.assign(new Error("locked"), { code: "SQLITE_BUSY" });
    await expect(store.check()).rejects.toThrow("locked");
    expect(full()).toBe(false);
  });

  it("[D10] is told to staff in words, and hides no other fault", async () => {
    const server = await staffServer();
    const owner = await server.hire("owner");
    const { page_count } = (await sql<{ page_count: number }>`PRAGMA page_count`.execute(server.database.db)).rows[0]!;
    await sql.raw(`PRAGMA max_page_count = ${page_count}`).execute(server.database.db);
    const invite = () => owner.call("POST", "/invites", { role: "agent" });
    let answer = await invite();
    for (let n = 0; n < 200 && answer.status === 200; n += 1) answer = await invite();

    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ error: { code: "busy", message: expect.stringContaining("disk is full") } });
    await server.close();
  });
});
