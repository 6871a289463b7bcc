import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { forgetDecided, withAcceptedIntents } from "../../finetune/accepted-intents.ts";
import { cancelRequested } from "../../finetune/train/trainings.ts";
import { composeLearning } from "../../src/compose-learning.ts";
import { projectRoot } from "../../src/config.ts";
import { claimFile } from "../../src/models/claim-file.ts";
import { readRegistry, registryFile } from "../../src/models/registry.ts";
import { DATASET, learnedWorld, NEW, OLD, TRAINING } from "../support/learned-world.ts";
import { scriptedVerbs } from "../support/scripted-verbs.ts";
import { type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { newId } from "../support/visitor-server.ts";

const root = temporaryFolder();
let dataDir: string;
let times = 0;
let verbs: ReturnType<typeof scriptedVerbs>;
let server: StaffServer;
let ana: StaffMember;
let ben: StaffMember;

beforeEach(async () => {
  dataDir = join(root, String(times++));
  learnedWorld(dataDir);
  verbs = scriptedVerbs();
  server = await staffServer({}, Date.now, {}, (database, { audit }) => {
    return composeLearning(
      { dataDir, root: projectRoot() },
      { database, audit, clock: Date.now, newId, start: verbs.start },
    ).routes;
  });
  ana = await server.hire("owner", "Ana");
  ben = await server.hire("engineer", "Ben");
});
afterEach(() => server.close());

const serves = (intent: string) => readRegistry(dataDir).serving[intent];
const roll = (member: StaffMember, asked: object) => member.call("POST", "/learning/serving", asked);

describe("the models in the console", () => {
  it("[Y1] show what serves each intent, to what share, and what the gate measured", async () => {
    const { body } = await ben.call("GET", "/learning/models");

    expect(body.intents).toMatchObject([
      { intent: "<b>refunds</b>", serving: { model: OLD, share: 0.1 }, earned: { model: OLD, rows: 40 } },
      {
        intent: "boats",
        serving: null,
        candidate: { model: NEW, decision: "kept", reason: "40 questions do not show that it is better" },
      },
      {
        intent: "returns",
        serving: { model: NEW, share: 1, previous: OLD },
        earned: { decision: "promoted", before: 0.75, after: 0.95 },
        candidate: null,
      },
      { intent: "warranty", serving: null, candidate: { decision: "promoted" } },
    ]);
  });

  it("[Y8] show what training leaves out, with the reason, unless it is served or measured", async () => {
    const untrained = async () => (await ben.call("GET", "/learning/models")).body.untrained;
    const gifts = { intent: "<i>gifts</i>", rows: 3, reason: "3 approved rows to learn from, and 10 are needed" };
    expect(await untrained()).toEqual([gifts]);

    const card = join(dataDir, "finetune", "datasets", DATASET, "card.json");
    writeFileSync(card, JSON.stringify({ dataset: DATASET }));
    expect(await untrained()).toEqual([]);
    rmSync(join(dataDir, "finetune", "dataset"));
    expect(await untrained()).toEqual([]);
  });

  it("[Y2] go back step by step to the documentation, and the audit log names who did it", async () => {
    const back = { action: "rollback", intent: "returns" };
    expect((await roll(ben, back)).status).toBe(200);
    expect(serves("returns")).toMatchObject({ model: OLD, previous: null });
    expect((await roll(ben, back)).status).toBe(200);
    expect(serves("returns")).toBeUndefined();
    expect((await roll(ben, back)).body.error).toMatchObject({
      code: "conflict",
      message: "The documentation serves returns already.",
    });
    const view = (await ben.call("GET", "/learning/models")).body as { intents: { intent: string }[] };
    expect(view.intents.find((one) => one.intent === "returns")).toMatchObject({
      takenBack: { model: OLD, by: "Ben", reason: "rolled back by hand", at: expect.stringMatching(/^\d{4}-.*Z$/) },
    });

    const { items } = (await ana.call("GET", "/audit")).body as { items: object[] };
    expect(items.slice(0, 2)).toMatchObject([
      { action: "model-rolled-back", who: { name: "Ben" }, detail: `returns: ${OLD} to the documentation` },
      { action: "model-rolled-back", who: { name: "Ben" }, detail: `returns: ${NEW} to ${OLD}` },
    ]);
  });

  it("[Y2] are promoted only where the gate opened, to a share or to all", async () => {
    const promote = (intent: string, model: string, share: number) =>
      roll(ben, { action: "promote", intent, model, share });

    expect((await promote("warranty", NEW, 0.25)).status).toBe(200);
    expect(serves("warranty")).toMatchObject({ model: NEW, share: 0.25, previous: null });
    expect((await promote("warranty", NEW, 1)).status).toBe(200);
    expect(serves("warranty")).toMatchObject({ share: 1, previous: null });
    expect((await promote("boats", NEW, 1)).body.error).toMatchObject({
      message: "The gate keeps boats as it is: 40 questions do not show that it is better.",
    });
    expect((await promote("warranty", "unknown", 1)).status).toBe(409);
    expect((await promote("warranty", NEW, 2)).status).toBe(400);
    expect((await promote("warranty", NEW, 0)).status).toBe(400);
  });

  it("[Y2] are shown to everybody on the staff and rolled by engineers", async () => {
    const viewer = await server.hire("viewer");

    expect((await viewer.call("GET", "/learning/models")).status).toBe(200);
    expect((await roll(viewer, { action: "rollback", intent: "returns" })).status).toBe(403);
    expect(serves("returns")).toMatchObject({ model: NEW });
  });

  it("[Y6] name a file that cannot be read, and leave it alone", async () => {
    writeFileSync(registryFile(dataDir), "{ broken");

    expect((await ben.call("GET", "/learning/models")).body.error).toMatchObject({
      message: expect.stringContaining("registry.json cannot be read"),
    });
    expect((await roll(ben, { action: "rollback", intent: "returns" })).status).toBe(409);
    expect(readFileSync(registryFile(dataDir), "utf8")).toBe("{ broken");

    learnedWorld(dataDir);
    const run = join(dataDir, "finetune", "runs", `${NEW}.json`);
    writeFileSync(run, JSON.stringify({ model: 1 }));
    expect((await ben.call("GET", "/learning/models")).body.error).toMatchObject({
      message: expect.stringContaining(`${run} cannot be read`),
    });
  });
});

describe("the runs in the console", () => {
  it("[Y3] are started and cancelled by engineers, one at a time, and the audit log names who did it", async () => {
    const started = await ben.call("POST", "/learning/jobs", { verb: "run", canary: 0.25 });
    expect(started.status).toBe(200);
    expect(verbs.started[0]!.asked).toEqual(["run", "--canary", "0.25"]);
    expect((await ana.call("POST", "/learning/jobs", { verb: "discover" })).body.error).toMatchObject({
      code: "conflict",
      message: "Ben started one that still runs. Wait or cancel.",
    });
    expect((await ben.call("POST", `/learning/jobs/${started.body.jobId}/cancel`)).status).toBe(200);
    expect((await ben.call("POST", "/learning/jobs/none/cancel")).status).toBe(404);

    const { items } = (await ana.call("GET", "/audit")).body as { items: object[] };
    expect(items.slice(0, 2)).toMatchObject([
      { action: "training-cancelled", who: { name: "Ben" } },
      { action: "training-started", who: { name: "Ben" }, detail: `run ${started.body.jobId}` },
    ]);
  });

  it("[Y3] refuse what is no verb of the console", async () => {
    for (const sent of [{ verb: "erase" }, { verb: "run", canary: 0 }, { verb: "run", from: "/etc" }, {}]) {
      expect((await ben.call("POST", "/learning/jobs", sent)).status).toBe(400);
    }
    const viewer = await server.hire("viewer");
    expect((await viewer.call("POST", "/learning/jobs", { verb: "run" })).status).toBe(403);
    expect(verbs.started).toEqual([]);
  });

  it("[Y4] list trained models, what their servers said in vain, and trainings with their curve and what is left", async () => {
    const giveBack = claimTraining();
    expect((await ben.call("GET", "/learning/runs")).body).toMatchObject({
      jobs: [],
      runs: [
        { model: NEW, passed: { promoted: 2, of: 3 }, detours: { "tuned-model-not-approved": 3 } },
        { model: OLD, passed: { promoted: 2, of: 2 }, detours: {} },
      ],
      trainings: [{ id: TRAINING, state: "running", secondsLeft: 60 }],
    });
    giveBack();
  });

  it("[Y4] a program's training is asked to end, and no other file is touched", async () => {
    const folder = join(dataDir, "finetune", "trainings");
    const giveBack = claimTraining();
    expect((await ben.call("POST", "/learning/trainings/..%2F..%2Fx/cancel")).status).toBe(404);
    expect(cancelRequested(folder, TRAINING)).toBe(false);
    expect((await ben.call("POST", `/learning/trainings/${TRAINING}/cancel`)).status).toBe(200);
    expect(cancelRequested(folder, TRAINING)).toBe(true);
    giveBack();
  });

  it("[F45] a training that was killed stands as interrupted, and cannot be asked to end", async () => {
    expect((await ben.call("GET", "/learning/runs")).body).toMatchObject({
      trainings: [{ id: TRAINING, state: "interrupted", secondsLeft: null }],
    });
    expect((await ben.call("POST", `/learning/trainings/${TRAINING}/cancel`)).status).toBe(404);
  });

  const claimTraining = () => claimFile(join(dataDir, "finetune", "trainings", `${TRAINING}.lock`), 0);
});

describe("the datasets in the console", () => {
  const rows = (query: string) => ben.call("GET", `/learning/datasets/${DATASET}/rows?${query}`);

  it("[Y5] show the card, what was left out and why, and which personal data was replaced", async () => {
    expect((await ben.call("GET", "/learning/datasets")).body).toMatchObject({
      current: DATASET,
      datasets: [
        {
          dataset: DATASET,
          intents: { returns: 56, warranty: 5 },
          cleaning: { left: { "exact duplicate": 9 } },
          redacted: { EMAIL: 61 },
          approvedBy: { Ana: 60, "not told": 1 },
          licences: { "CC BY 4.0": 61 },
          judged: 1,
        },
      ],
    });
  });

  it("[Y5] show rows page by page, each with the conversation that it came from", async () => {
    const first = (await rows("side=train")).body as { items: Record<string, unknown>[]; next: string | null };
    expect(first.items).toHaveLength(50);
    expect(first.items[0]).toMatchObject({ id: "c0#0", rejected: "Never.", linked: false, verdict: "corrected" });
    const second = (await rows(`side=train&after=${first.next}`)).body;
    expect(second).toMatchObject({
      next: null,
      items: expect.arrayContaining([expect.objectContaining({ id: "c59#0" })]),
    });
    expect((await rows("intent=warranty")).body.items).toHaveLength(5);
    expect((await rows("side=test")).body.items).toHaveLength(1);
    expect((await rows("side=rejects")).body.items).toHaveLength(2);
    expect((await rows("side=rejects&reason=near-duplicate")).body.items).toMatchObject([
      { id: "c71#0", reason: "near-duplicate", weight: null },
    ]);
    expect((await rows("side=secret")).status).toBe(400);
    expect((await ben.call("GET", "/learning/datasets/..%2Fruns/rows")).status).toBe(404);
  });

  it("[Y5] are for engineers", async () => {
    const agent = await server.hire("agent");
    for (const path of ["datasets", `datasets/${DATASET}/rows`, "proposals"]) {
      expect((await agent.call("GET", `/learning/${path}`)).status).toBe(403);
    }
    expect((await agent.call("POST", "/learning/proposals/p1", { decision: "dismiss" })).status).toBe(403);
  });
});

describe("the proposed intents in the console", () => {
  const decide = (id: string, decision: object) => ben.call("POST", `/learning/proposals/${id}`, decision);

  it("[Y7] are accepted under a name, merged by the same name, dismissed, and opened again", async () => {
    await decide("p1", { decision: "accept", intent: " track_order " });
    await decide("p2", { decision: "accept", intent: "track_order" });
    expect((await ben.call("GET", "/learning/proposals")).body).toMatchObject({
      found: { proposals: [{ decided: { intent: "track_order" } }, { decided: { intent: "track_order" } }] },
    });
    await decide("p2", { decision: "dismiss" });
    await decide("p1", { decision: "reopen" });
    expect((await ben.call("GET", "/learning/proposals")).body).toMatchObject({
      found: { proposals: [{ decided: null }, { decided: { intent: null } }] },
    });
    expect((await decide("none", { decision: "dismiss" })).status).toBe(404);
    expect((await decide("p1", { decision: "accept", intent: "  " })).status).toBe(400);
  });

  it("[Y7] are split by what sets their questions apart, and both parts are decided on", async () => {
    expect((await ben.call("GET", "/learning/proposals/p1/questions")).body.questions).toHaveLength(4);
    expect((await decide("p1", { decision: "split" })).status).toBe(200);

    const { found } = (await ben.call("GET", "/learning/proposals")).body as { found: { proposals: { id: string }[] } };
    const [one, other, untouched] = found.proposals;
    expect(found.proposals).toMatchObject([
      { size: 2, decided: null },
      { size: 2, decided: null },
      { id: "p2", size: 6 },
    ]);
    const asked = async ({ id }: { id: string }) =>
      (await ben.call("GET", `/learning/proposals/${id}/questions`)).body.questions as string[];
    const parts = [await asked(one!), await asked(other!)].map((questions) => questions.sort());
    expect(parts).toContainEqual(["I want my money back", "Refund my money"]);
    expect((await decide("p1", { decision: "split" })).status).toBe(404);

    await decide(untouched!.id, { decision: "dismiss" });
    expect((await decide(untouched!.id, { decision: "split" })).body.error).toMatchObject({ code: "conflict" });
    const { items } = (await ana.call("GET", "/audit")).body as { items: object[] };
    expect(items).toContainEqual(expect.objectContaining({ detail: expect.stringMatching(/^parcel: split into /) }));
  });

  it("[Y7] are not split where their questions are the same, or were kept by an earlier version", async () => {
    const file = join(dataDir, "finetune", "discovered.json");
    const { proposals, ...facts } = JSON.parse(readFileSync(file, "utf8"));
    const same = { ...proposals[0], texts: ["Why?", "Why?", "Why?", "Why?"] };
    const { texts: _, ...early } = proposals[1];
    writeFileSync(file, JSON.stringify({ ...facts, proposals: [same, early] }));

    for (const id of ["p1", "p2"]) expect((await decide(id, { decision: "split" })).status).toBe(409);
    expect((await ben.call("GET", "/learning/proposals/p2/questions")).body.questions).toEqual([]);
    expect((await ben.call("GET", "/learning/proposals/p3/questions")).status).toBe(404);
  });

  it("[Y7] stand on their turns from the next build on, and leave with an erased conversation", async () => {
    await decide("p1", { decision: "accept", intent: "track_order" });
    const home = join(dataDir, "finetune");
    const asked = (conversation_id: string, intent?: string) => ({
      conversation_id,
      turns: [{ role: "customer" as const, text: "Where is it?", ...(intent && { intent }) }],
    });
    const intents = () =>
      withAcceptedIntents([asked("p1-a"), asked("p1-b", "named"), asked("other")], home).map(
        ({ turns }) => turns[0]!.intent,
      );

    expect(intents()).toEqual(["track_order", "named", undefined]);
    forgetDecided(home, new Set(["p1-a"]));
    expect(intents()).toEqual([undefined, "named", undefined]);
    expect(readFileSync(join(home, "decided.json"), "utf8")).not.toContain("p1-a");
  });
});
