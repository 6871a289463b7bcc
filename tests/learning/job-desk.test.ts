import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { type JobDesk, jobDesk } from "../../src/learning/job-desk.ts";
import { verbOutcome } from "../../src/learning/verb-outcome.ts";
import { scriptedVerbs } from "../support/scripted-verbs.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = temporaryFolder();
let dataDir: string;
let times = 0;
let now = 0;
let verbs: ReturnType<typeof scriptedVerbs>;
let desk: JobDesk;

const open = (): JobDesk => {
  let ids = 0;
  return jobDesk({ dataDir, start: verbs.start, clock: () => now, newId: () => `job${times}-${ids++}-${now}` });
};
const train = { verb: "run", canary: 0.1 } as const;
const PRINTED = JSON.stringify({ model: "m", intents: [{ decision: "promoted" }, { decision: "kept" }] });

beforeEach(() => {
  dataDir = join(root, String(times++));
  now = 1_000;
  verbs = scriptedVerbs();
  desk = open();
});

async function ended(): Promise<void> {
  // Following an end takes a few turns of the microtask queue.
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

describe("trainings started from the console", () => {
  it("[Y3] run the command line, keep what it says and sum up what it printed", async () => {
    desk.start(train, "Ben");
    expect(verbs.started[0]!.asked).toEqual(["run", "--canary", "0.1"]);
    verbs.started[0]!.say("built");
    expect(desk.list()).toMatchObject([{ verb: "run", by: "Ben", state: "running", lines: ["built"] }]);

    now = 61_000;
    verbs.started[0]!.end({ ok: true, printed: PRINTED });
    await ended();
    expect(desk.list()).toMatchObject([
      {
        state: "done",
        endedAt: 61_000,
        lines: ["built", "Promoted: 1 of 2 intents. See Models for the reasons."],
      },
    ]);
  });

  it("[Y3] run one at a time", async () => {
    desk.start(train, "Ben");

    expect(desk.start({ verb: "discover", canary: 1 }, "Ana")).toEqual({
      kind: "refused",
      reason: "Ben started one that still runs. Wait or cancel.",
    });
    verbs.started[0]!.end({ ok: false, printed: "" });
    await ended();
    expect(desk.list()[0]!.state).toBe("failed");
  });

  it("[Y3] bring what was collected up to date before anybody looks at it", async () => {
    desk.start({ verb: "discover", canary: 1 }, "Ana");
    expect(verbs.started.map(({ asked }) => asked)).toEqual([["collect"]]);
    verbs.started[0]!.end({ ok: true, printed: "{}" });
    await ended();
    expect(verbs.started[1]!.asked).toEqual(["discover"]);
    verbs.started[1]!.end({ ok: true, printed: JSON.stringify({ turns: 9, leftOut: 4, proposals: [{}] }) });
    await ended();
    expect(desk.list()[0]).toMatchObject({
      state: "done",
      lines: [expect.stringContaining("nobody labelled: 1, from 9 questions")],
    });
  });

  it("[Y3] say how long they will still take once one has ended well", async () => {
    desk.start(train, "Ben");
    expect(desk.list()[0]!.secondsLeft).toBeNull();
    now = 61_000;
    verbs.started[0]!.end({ ok: true, printed: PRINTED });
    await ended();

    desk.start(train, "Ben");
    now = 81_000;
    expect(desk.list()[0]!.secondsLeft).toBe(40);
    now = 600_000;
    expect(desk.list()[0]!.secondsLeft).toBe(0);
  });

  it("[Y3] are cancelled by whoever may, and only while they run", async () => {
    desk.start(train, "Ben");
    const { jobId } = desk.list()[0]!;
    expect(desk.cancel("another")).toBe(false);
    expect(desk.cancel(jobId)).toBe(true);
    await ended();

    expect(desk.list()[0]!.state).toBe("cancelled");
    expect(desk.cancel(jobId)).toBe(false);
  });

  it("[Y3] stand as interrupted after the server has ended, with what they had said", async () => {
    desk.start(train, "Ben");
    verbs.started[0]!.say("built");
    await desk.close();

    now = 2_000;
    desk = open();
    expect(desk.list()).toMatchObject([{ state: "interrupted", lines: ["built"], secondsLeft: null }]);
    expect(desk.start(train, "Ben").kind).toBe("started");
    expect(desk.list().map(({ state }) => state)).toEqual(["running", "interrupted"]);
  });

  it("[Y6] name a damaged file", () => {
    const file = join(dataDir, "finetune", "jobs", "x.json");
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "[]");

    expect(() => desk.list()).toThrow(`${file} cannot be read`);
    expect(readFileSync(file, "utf8")).toBe("[]");
  });
});

describe("what a verb printed", () => {
  it("[Y3] says what to do where there is nothing to train", () => {
    expect(verbOutcome("run", JSON.stringify({ model: null, intents: [] }))).toMatch(/Review and label more/);
  });

  it("[Y3] is summed up for each verb, and left out where it cannot be read", () => {
    const found = JSON.stringify({ turns: 30, leftOut: 4, proposals: [{}, {}] });
    expect(verbOutcome("discover", found)).toBe(
      "Groups of questions that nobody labelled: 2, from 30 questions; 4 left out. See Intents.",
    );
    expect(verbOutcome("advise", JSON.stringify({ intents: [{}] }))).toMatch(/^Intents looked at: 1/);
    for (const printed of ["", "{", "[]", "null"]) expect(verbOutcome("run", printed)).toBeNull();
  });
});
