import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { startChild } from "../../src/cli/child-server.ts";
import { openVisitor } from "../support/visitor.ts";

const program = [
  "--no-warnings",
  "--import",
  "./scripts/run-typescript.mjs",
  "-e",
  "import('./src/main.ts').then((m) => m.main())",
];

describe("starting the server", () => {
  let folder: string;
  const environment = () => ({
    PATH: process.env.PATH ?? "",
    DATA_DIR: join(folder, "data"),
    KNOWLEDGE_DIR: join(folder, "docs"),
    LOG_LEVEL: "silent",
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "switchboard-"));
    mkdirSync(join(folder, "docs"));
    writeFileSync(join(folder, "docs", "returns.md"), "# Returns\n\nYou can return a kettle within 60 days.\n");
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("[S1] makes the index, is ready, and ends with exit code 0 when asked to", async () => {
    const server = await startChild(program, environment());

    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });

  it("[Q4] makes a data folder that is its owner's alone, and leaves the rights of one that is there", async () => {
    const data = join(folder, "data");
    const open = () => openToOthers(data);
    await (await startChild(program, environment())).stop();
    expect(open()).toEqual([]);
    expect(existsSync(join(data, "switchboard.db"))).toBe(true);

    rmSync(data, { recursive: true });
    mkdirSync(data);
    chmodSync(data, 0o755);
    await (await startChild(program, environment())).stop();
    expect(open()).toEqual([data]);
  }, 120_000);

  it("[Q4] does the same where a command line comes first", async () => {
    const data = join(folder, "data");
    const ingest = [...program.slice(0, 3), "-e", "import('./src/cli/ingest.ts').then((m) => m.main([]))"];
    execFileSync(process.execPath, ingest, { env: environment(), stdio: "ignore" });
    expect(openToOthers(data)).toEqual([]);
    expect(readdirSync(data)).toContain("knowledge");
  });

  it("[S1] [C9] lets an answer that streams end when it is asked to stop", async () => {
    const steps = Array.from({ length: 8 }, (_, step) => `${step + 1}. Turn the kettle's knob number ${step + 1}.`);
    writeFileSync(
      join(folder, "docs", "reset.md"),
      `# Reset the kettle\n\nTo reset the kettle:\n\n${steps.join("\n")}\n`,
    );
    const server = await startChild(program, environment());
    const visitor = openVisitor(server.url, {});
    await visitor.ask("How do I reset the kettle?");
    await visitor.next("answer-delta");
    const [end, code] = await Promise.all([visitor.next("answer-end"), server.stop()]);

    expect(end).toMatchObject({ outcome: "answered", text: expect.stringContaining("knob number 8") });
    expect(code).toBe(0);
    visitor.leave();
  });

  it("[S2] builds a damaged index again, and refuses a second server on its data folder", async () => {
    await (await startChild(program, environment())).stop();
    const damaged = indexFiles(join(folder, "data", "knowledge"));
    for (const file of damaged)
      writeFileSync(
        file,
        readFileSync(file).map((byte) => byte ^ 0xff),
      );

    const server = await startChild(program, environment());
    expect(damaged.length).toBeGreaterThan(0);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await expect(startChild(program, environment())).rejects.toThrow(/exit code 1.*Another server/s);
    await server.stop();

    const [texts] = indexFiles(join(folder, "data", "knowledge"), "passages.bin");
    truncateSync(texts!, Math.floor(statSync(texts!).size / 2));
    const mended = await startChild(program, environment());
    expect(mended.said).toMatch(/passages\.bin is damaged \(cut off\).*It is built again/);
    await mended.stop();
  }, 120_000);

  it("[S3] names every wrong setting at once", async () => {
    const wrong = { ...environment(), CHAT_MODEL: "", OPENAI_BASE_URL: "nowhere", LOG_LEVEL: "loud" };

    await expect(startChild(program, wrong)).rejects.toThrow(/LOG_LEVEL/);
    await expect(startChild(program, { ...environment(), OPENAI_BASE_URL: "nowhere" })).rejects.toThrow(
      /OPENAI_BASE_URL.*CHAT_MODEL/s,
    );
  });
});

function indexFiles(folder: string, name = "index.bin"): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => basename(path) === name)
    .map((path) => join(folder, path));
}

/** The folder, and all in it, that somebody else than its owner may read or write. */
function openToOthers(folder: string): string[] {
  const inside = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return [folder, ...inside].filter((path) => (statSync(path).mode & 0o077) !== 0);
}
