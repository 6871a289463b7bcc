import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { watchFolder } from "../../src/ingest/watch-folder.ts";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.ts";

const workplace = temporaryFolder();
const root = projectRoot();

/** The command as its users start it, less the build. */
function ingestCommand(args: string[], dataDir: string) {
  const script = `import("./src/cli/ingest.ts").then(async ({ main }) => { process.exitCode = await main(process.argv.slice(1)); })`;
  const flags = ["--import", "./scripts/run-typescript.mjs", "--input-type=module", "-e", script, "--"];
  const env = { ...process.env, DATA_DIR: join(workplace, dataDir), KNOWLEDGE_DIR: "" };
  const child = spawn(process.execPath, [...flags, ...args], { cwd: root, env });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  return { child, output, ended: once(child, "close").then(([code]) => ({ code, ...output })) };
}

describe("the ingest command", () => {
  it("[K14] prints exactly one JSON object with --json, and progress on stderr", async () => {
    const sample = join(root, "tests/support/sample/shop");
    const { code, stdout, stderr } = await ingestCommand([sample, "--json"], "json").ended;

    expect(code).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      pages: 7,
      skipped: [],
      parseSeconds: expect.any(Number),
      indexSeconds: expect.any(Number),
    });
    expect(stderr).toContain("Reading pages: 7 of 7");
  });

  it("[K14] exits with 1 when nothing was usable and names why, with 2 on wrong usage", async () => {
    writeFiles(workplace, { "bad/a.md": "" });
    const failed = await ingestCommand([join(workplace, "bad")], "bad-data").ended;
    const wrong = await ingestCommand(["--wtach"], "wrong").ended;

    expect([failed.code, failed.stdout]).toEqual([1, ""]);
    expect(failed.stderr).toContain("a.md: empty");
    expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toContain("Usage:");
  });

  it("[K11] takes over after one that was killed", async () => {
    const pages = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [`many/${index}.md`, "Text. ".repeat(200)]),
    );
    writeFiles(workplace, pages);
    const first = ingestCommand([join(workplace, "many")], "killed");
    await once(first.child.stderr, "data");
    first.child.kill("SIGKILL");
    await first.ended;

    const second = await ingestCommand([join(workplace, "many"), "--json"], "killed").ended;
    expect(JSON.parse(second.stdout)).toMatchObject({ pages: 400, skipped: [] });
  });
});

describe("watching a folder", () => {
  it("[K13] acts once for several quick changes, and again after later ones", async () => {
    const folder = join(workplace, "watched");
    writeFiles(folder, { "a.md": "One." });
    const stop = new AbortController();
    const seen: (() => void)[] = [];
    let runs = 0;
    const nextRun = () => new Promise<void>((resolve) => void seen.push(resolve));
    const onChange = async () => {
      runs++;
      for (const resolve of seen.splice(0)) resolve();
    };

    const watching = watchFolder(folder, onChange, stop.signal);
    const first = nextRun();
    for (let index = 0; index < 20; index++) writeFiles(folder, { [`${index}.md`]: "Text." });
    await first;
    expect(runs).toBe(1);

    const second = nextRun();
    writeFiles(folder, { "a.md": "Two." });
    await second;
    expect(runs).toBe(2);
    stop.abort();
    await watching;
  });
});
