import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import Libsql from "libsql";
import { type Config, projectRoot, readConfig } from "../../src/config.ts";
import { openDatabase } from "../../src/conversations/database.ts";
import { examine } from "../../src/doctor/examine.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { clock, disk, nodeVersion, openFiles } from "../../src/doctor/machine.ts";
import type { Fetch } from "../../src/doctor/network.ts";
import { ingest } from "../../src/ingest/ingest.ts";
import { indexFolder } from "../../src/ingest/knowledge-folder.ts";
import { registryFile } from "../../src/models/registry.ts";
import { writeVectorIndex } from "../../src/search/vector-files.ts";
import { vectorsOf } from "../../src/search/vector-index.ts";
import { answered } from "../support/answered.ts";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.ts";

const NOW = Date.UTC(2026, 10, 29);
const folder = temporaryFolder();
let times = 0;

function world(settings: Record<string, string> = {}): Config {
  const home = join(folder, String(times++));
  writeFiles(join(home, "docs"), { "returns.md": "# Returns\n\nYou can return a kettle within 60 days.\n" });
  const own = { DATA_DIR: join(home, "data"), KNOWLEDGE_DIR: join(home, "docs"), PORT: "0" };
  return readConfig({ ...own, ...settings }, projectRoot());
}

const nobody: Fetch = () => Promise.reject(new Error("connection refused"));

async function examined(config: Config, fetch = nobody): Promise<Record<string, Finding>> {
  const findings = await examine(config, { nodeVersion: "v22.1.0", now: NOW, fetch });
  for (const { state, fix } of findings) expect([state, fix === null]).toEqual([state, state === "ok"]);
  return Object.fromEntries(findings.map((finding) => [finding.check, finding]));
}

const replying = (status: number, body: unknown): Fetch => {
  return async () => new Response(JSON.stringify(body), { status });
};

async function started(): Promise<Config> {
  const config = world();
  await ingest({ knowledgeDir: config.KNOWLEDGE_DIR, dataDir: config.dataDir, serve: true });
  const database = openDatabase(join(config.dataDir, "switchboard.db"));
  await answered(database, "ana", { question: "Hello?", at: NOW - 1 });
  await database.db
    .insertInto("staff")
    .values({ id: "a", email: "a@x.org", name: "A", role: "owner", password_hash: "", active: 1, created_at: 1 })
    .execute();
  await database.db.destroy();
  chmodSync(config.dataDir, 0o700);
  return config;
}

const filesIn = (index: string) =>
  readdirSync(index, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(index, name)).isFile());

describe("the doctor", () => {
  it("[Q1] finds nothing wrong before the first start, and makes nothing", async () => {
    const config = world();
    const findings = await examined(config);

    expect(Object.values(findings).filter(({ check, state }) => state === "fail" && check !== "modules")).toEqual([]);
    expect(findings.database!.says).toMatch(/made at the first start/);
    expect(findings.index!.says).toMatch(/read at the first start/);
    expect(() => statSync(config.dataDir)).toThrow(/ENOENT/);
  });

  it("[Q1] finds nothing wrong beside a server, and changes nothing", async () => {
    const config = await started();
    const open = openDatabase(join(config.dataDir, "switchboard.db"));
    const before = readdirSync(config.dataDir).sort();
    const findings = await examined(config);

    expect(Object.values(findings).filter(({ check, state }) => state !== "ok" && check !== "modules")).toEqual([]);
    expect(findings.staff!.says).toMatch(/1 owners/);
    expect(readdirSync(config.dataDir).sort()).toEqual(before);
    await open.db.destroy();
  });

  it("[Q2] names an old Node, a full disk, few open files and a wrong clock", () => {
    expect([nodeVersion("v20.18.3"), nodeVersion("v18.20.0"), nodeVersion("v20.19.0")]).toMatchObject([
      { state: "fail", fix: expect.stringContaining("20.19") },
      { state: "fail" },
      { state: "ok" },
    ]);
    const dataDir = join(folder, "not", "made", "yet");
    expect([1e8, 1e9, 1e11].map((free) => disk({ dataDir }, () => free).state)).toEqual(["fail", "warn", "ok"]);
    writeFileSync(
      join(folder, "limits"),
      "Max open files            1024                 4096                 files\n",
    );
    expect(openFiles(join(folder, "limits"))).toMatchObject([{ state: "warn", says: expect.stringContaining("1024") }]);
    expect(openFiles(join(folder, "nowhere"))).toEqual([]);
    expect([clock(0, null), clock(NOW, NOW + 3_600_000), clock(NOW, NOW)].map(({ state }) => state)).toEqual([
      "fail",
      "fail",
      "ok",
    ]);
  });

  it("[Q2] names a database that is damaged, foreign, cut off, or newer", async () => {
    const config = await started();
    const file = join(config.dataDir, "switchboard.db");
    const newer = new Libsql(file);
    newer.exec("PRAGMA user_version = 9999");
    newer.close();
    expect((await examined(config))["database version"]).toMatchObject({ state: "fail" });
    writeFileSync(file, "this is no database, and long enough to be read as one. ".repeat(40));
    expect((await examined(config)).database).toMatchObject({ state: "fail", fix: expect.stringContaining("restore") });
  });

  it("[Q2] names an index that is damaged, and documentation that has changed since", async () => {
    const config = await started();
    const later = new Date(Date.now() + 3_600_000);
    utimesSync(join(config.KNOWLEDGE_DIR, "returns.md"), later, later);
    expect((await examined(config)).index).toMatchObject({ state: "warn", fix: expect.stringContaining("ingest") });

    const damaged = readdirSync(join(config.dataDir, "knowledge"), { recursive: true, encoding: "utf8" });
    const current = damaged.find((name) => name.endsWith("CURRENT"))!;
    writeFileSync(join(config.dataDir, "knowledge", current), "{}");
    expect((await examined(config)).index).toMatchObject({ state: "fail", fix: "Run: npm run ingest" });
  });

  describe("[Q2] names each file of an index that is", () => {
    const ways: Record<string, (file: string) => void> = {
      "cut off": (file) => truncateSync(file, statSync(file).size - 1),
      emptied: (file) => truncateSync(file, 0),
      "changed in one byte": (file) => {
        const bytes = readFileSync(file);
        bytes[Math.floor(bytes.length / 2)]! ^= 1;
        writeFileSync(file, bytes);
      },
      missing: (file) => rmSync(file),
    };
    for (const [way, damage] of Object.entries(ways)) {
      it(`${way}, and what to do`, async () => {
        const config = await started();
        const index = indexFolder(config.dataDir, config.KNOWLEDGE_DIR);
        cpSync(index, `${index}.whole`, { recursive: true });
        const files = filesIn(index).filter((file) => !file.endsWith(".lock"));
        expect(files.map((file) => basename(file)).sort()).toEqual(
          ["CURRENT", "index.bin", "pages.bin", "pages.json", "passages.bin"].sort(),
        );
        for (const file of files) {
          damage(join(index, file));
          const failed = (await examine(config, { nodeVersion: "v22.1.0", now: NOW, fetch: nobody })).filter(
            ({ state, check }) => state === "fail" && check !== "modules",
          );
          expect([file, failed]).toEqual([file, [expect.objectContaining({ fix: "Run: npm run ingest" })]]);
          rmSync(index, { recursive: true });
          cpSync(`${index}.whole`, index, { recursive: true });
        }
        expect((await examined(config)).index).toMatchObject({ state: "ok" });
      });
    }
  });

  it("[Q2] names vectors that are missing or damaged where they are searched", async () => {
    const config = await started();
    const index = indexFolder(config.dataDir, config.KNOWLEDGE_DIR);
    const segment = join(index, readdirSync(index).find((name) => name.startsWith("segment-"))!);
    const found = async () => (await examined({ ...config, EMBEDDER: "openai:e" })).vectors!;
    expect(await found()).toMatchObject({ state: "warn", fix: "Run: npm run ingest" });

    await writeVectorIndex(segment, vectorsOf([["0", new Float32Array([1, 0])]], 2), "openai:e:2", () => {});
    expect(await found()).toMatchObject({ state: "ok" });
    truncateSync(join(segment, "vectors.f32"), 4);
    expect(await found()).toMatchObject({ state: "warn", says: expect.stringContaining("vectors.f32 is damaged") });
  });

  it("[Q2] names files of models that are missing", async () => {
    const config = { ...(await started()), EMBEDDER: "minilm" };
    mkdirSync(join(config.dataDir, "models"), { recursive: true });
    const serving = { returns: { model: "gone", share: 1, previous: null, reason: "" } };
    writeFileSync(registryFile(config.dataDir), JSON.stringify({ format: 1, serving }));
    expect(await examined(config)).toMatchObject({
      embedder: { state: "fail", fix: expect.stringContaining("models -- add minilm") },
      "tuned model": { state: "fail", says: expect.stringContaining("gone") },
    });

    writeFileSync(registryFile(config.dataDir), "{");
    expect((await examined(config))["tuned models"]).toMatchObject({ state: "fail" });
  });

  it("[Q2] names a model that cannot be reached, refuses the key, or is not there", async () => {
    const config = world({ OPENAI_BASE_URL: "http://127.0.0.1:9/v1", CHAT_MODEL: "lamp" });
    const found = async (fetch: Fetch) => (await examined(config, fetch)).model!;

    expect(await found(nobody)).toMatchObject({ state: "fail", says: expect.stringContaining("cannot be reached") });
    expect(await found(replying(401, {}))).toMatchObject({ state: "fail", says: expect.stringContaining("key") });
    expect(await found(replying(404, {}))).toMatchObject({ state: "warn" });
    expect(await found(replying(200, { data: [{ id: "other" }] }))).toMatchObject({ state: "warn" });
    expect(await found(replying(200, { data: [{ id: "lamp" }] }))).toMatchObject({ state: "ok" });
    expect((await examined(world({ CHAT_MODEL: "mistral:small" }), nobody)).model).toMatchObject({ state: "warn" });
  });

  it("[Q2] names a port that is taken, and a server that is not ready", async () => {
    const other = createServer((_request, response) => response.end("no")).listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const PORT = String((other.address() as AddressInfo).port);

    expect((await examined(world({ PORT }))).port).toMatchObject({
      state: "fail",
      fix: expect.stringContaining("PORT"),
    });
    const failing = replying(503, { failed: ["store"] });
    expect((await examined(world({ PORT }), failing)).port).toMatchObject({ says: expect.stringContaining("store") });
    expect((await examined(world({ PORT }), replying(200, { failed: [] }))).port).toMatchObject({ state: "ok" });
    await new Promise((resolve) => other.close(resolve));
  });

  it("[Q2] names a data folder that others may read, and a server that others reach without TLS", async () => {
    const config = await started();
    chmodSync(config.dataDir, 0o755);
    const open = { ...config, HOST: "0.0.0.0", ALLOWED_ORIGINS: "http://www.example.com, http://localhost:3" };

    expect(await examined(open)).toMatchObject({
      "data folder": { state: "warn", fix: expect.stringContaining("chmod") },
      https: { state: "warn" },
      origins: { state: "warn", says: expect.not.stringContaining("localhost") },
      "host names": { state: "warn" },
    });
  });
});
