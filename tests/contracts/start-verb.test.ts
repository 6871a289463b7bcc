import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { childVerb } from "../../src/learning/child-verb.ts";
import type { StartVerb } from "../../src/learning/start-verb.ts";
import { scriptedVerbs } from "../support/scripted-verbs.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Says "<b>began</b>" and prints its arguments; with "hang" it then waits, with "fail" it ends badly. */
const PROGRAM = `
const args = process.argv.slice(2).filter((one) => one !== "--json");
process.stderr.write("<b>began</b>\\n");
if (args[1] === "hang") setInterval(() => {}, 1000);
else { process.stdout.write(JSON.stringify(args.slice(1))); process.exitCode = args[1] === "fail" ? 1 : 0; }
`;
const root = temporaryFolder();
mkdirSync(join(root, "scripts"));
writeFileSync(join(root, "scripts", "run.mjs"), PROGRAM);

function scripted(): StartVerb {
  const { start, started } = scriptedVerbs();
  return (asked, onLine) => {
    const verb = start(asked, onLine);
    queueMicrotask(() => {
      started.at(-1)!.say("<b>began</b>");
      if (asked[0] !== "hang") started.at(-1)!.end({ ok: asked[0] !== "fail", printed: JSON.stringify(asked) });
    });
    return verb;
  };
}

describe.each([
  ["a child process", () => childVerb(root)],
  ["the scripted one", scripted],
])("[Y3] starting a verb: %s", (_name, adapter) => {
  it("passes on what it says, and tells how it ended and what it printed", async () => {
    const lines: string[] = [];
    const { ended } = adapter()(["run", "--canary", "0.1"], (line) => lines.push(line));

    expect(await ended).toEqual({ ok: true, printed: '["run","--canary","0.1"]' });
    expect(lines).toEqual(["<b>began</b>"]);
  });

  it("tells a bad end from a good one", async () => {
    expect((await adapter()(["fail"], () => {}).ended).ok).toBe(false);
  });

  it("ends what is stopped", async () => {
    let stop = () => {};
    const began = new Promise<{ ok: boolean }>((resolve) => {
      const verb = adapter()(["hang"], () => {
        stop();
        resolve(verb.ended);
      });
      stop = verb.stop;
    });

    expect((await began).ok).toBe(false);
  });
});

it("[Y3] a program that cannot be started says so", async () => {
  const lines: string[] = [];
  const { ended } = childVerb(join(root, "nowhere"))(["run"], (line) => lines.push(line));

  expect((await ended).ok).toBe(false);
  expect(lines.join("\n")).toMatch(/could not be started|Cannot find/i);
});
