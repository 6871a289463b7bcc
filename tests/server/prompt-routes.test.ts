import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { shippedWords } from "../../src/answer/wording.ts";
import { promptDesk } from "../../src/prompts/prompt-desk.ts";
import type { ReplayDesk } from "../../src/prompts/replay-desk.ts";
import { LEAST_ROLE } from "../../src/protocol/roles.ts";
import { pastTurnRoutes } from "../../src/server/past-turn-routes.ts";
import { promptRoutes } from "../../src/server/prompt-routes.ts";
import { replayRoutes } from "../../src/server/replay-routes.ts";
import { memoryPromptStore } from "../support/memory-prompt-store.ts";
import { promptSet, shipped } from "../support/prompt-set.ts";
import { type StaffServer, staffServer } from "../support/staff-server.ts";

const noReplays: ReplayDesk = {
  start: async () => ({ kind: "refused", reason: "Nobody has asked the documentation anything yet." }),
  list: async () => [],
  read: async () => null,
  cancel: async () => false,
  resume: async () => false,
  idle: async () => {},
  close: async () => {},
};

const side = { outcome: "answered", route: "documentation", text: "Yes.", failed: {}, score: 1, ms: 1, fallbacks: [] };
const trial = { candidate: { ...side, model: null, tokens: null }, baseline: { ...side, model: null, tokens: null } };
const turns = {
  questions: async (text: string) => [{ answerId: "a1", question: `Where is ${text}?`, at: 1 }],
  approved: async () => [],
  compose: async () => null,
  attempt: async () => trial,
};

let server: StaffServer;
const routes = () => {
  const desk = promptDesk({ store: memoryPromptStore(), shipped, clock: () => 5 });
  return [
    ...promptRoutes({ desk, model: null, words: shippedWords("Lumo") }),
    ...replayRoutes(noReplays),
    ...pastTurnRoutes(turns),
  ];
};
beforeEach(async () => {
  server = await staffServer({}, Date.now, {}, () => routes());
});
afterEach(() => server.close());

describe("the routes of prompts", () => {
  it("[M63] save, show, compare and publish a version", async () => {
    const ana = await server.hire("owner", "Ana");
    const content = promptSet({ quoting: { words: 60 } });
    const { body } = await ana.call("POST", "/prompts", { name: "brief", note: "shorter", content });
    const version = body.version as string;
    expect(body).toEqual({ version: expect.stringMatching(/^brief@/), saved: true });
    expect((await ana.call("POST", "/prompts", { name: "brief", note: "again", content })).body.saved).toBe(false);

    expect((await ana.call("POST", "/prompts/serving", { action: "publish", version })).status).toBe(200);
    const view = (await ana.call("GET", "/prompts")).body;
    expect(view).toMatchObject({
      serving: { live: version, previous: shipped.version, canary: null },
      versions: [{ version, author: "Ana", note: "shorter" }, { version: shipped.version }],
      history: [{ action: "publish", by: "Ana", version }],
      model: null,
      words: { en: { notFound: "I could not find this in the documentation." } },
    });
    expect((await ana.call("GET", `/prompts/${version}`)).body.content).toEqual(content);
    expect((await ana.call("GET", `/prompts/${shipped.version}/changes/${version}`)).body).toMatchObject({
      diff: [{ part: "quoting.words" }],
    });
  });

  it("[M61] refuse what makes no sense, with what is wrong", async () => {
    const ana = await server.hire("owner", "Ana");
    const content = promptSet();
    content.sections.tone = "Sign as {{team}}.";
    const saying = async (path: string, sent: unknown) => (await ana.call("POST", path, sent)).body.error;

    expect(await saying("/prompts", { name: "x", note: "", content })).toMatchObject({
      code: "invalid",
      message: "Tone uses {{team}}, which is no variable of this prompt",
    });
    expect(await saying("/prompts", { name: "No Name", note: "", content })).toMatchObject({
      message: expect.stringContaining("name: lower case letters"),
    });
    expect(await saying("/prompts", { name: "x", note: "", content: { ...content, extra: 1 } })).toMatchObject({
      code: "invalid",
    });
    const blank = promptSet({ smallTalk: { en: { notFound: " " } } });
    expect(await saying("/prompts", { name: "x", note: "", content: blank })).toMatchObject({
      message: expect.stringContaining("leave it out to keep what ships with the product"),
    });
    expect(await saying("/prompts/serving", { action: "canary", version: shipped.version, share: 2 })).toMatchObject({
      code: "invalid",
    });
    expect(await saying("/prompts/serving", { action: "rollback" })).toMatchObject({ code: "conflict" });
    expect(
      await saying("/replays", { candidate: shipped.version, questions: { from: "last", count: 50 } }),
    ).toMatchObject({
      code: "conflict",
      message: "Nobody has asked the documentation anything yet.",
    });
    expect((await ana.call("GET", "/prompts/none@000000000000")).status).toBe(404);
    expect((await ana.call("GET", "/replays/none")).status).toBe(404);
  });

  it("[M69, M74] find past questions by their words, and answer one question under a draft", async () => {
    const ana = await server.hire("owner", "Ana");
    expect((await ana.call("GET", "/past-questions?text=the%20switch")).body).toEqual({
      questions: [{ answerId: "a1", question: "Where is the switch?", at: 1 }],
    });
    expect((await ana.call("GET", "/approved-turns")).body).toEqual({ turns: [] });
    const content = promptSet();
    expect((await ana.call("POST", "/prompt-trials", { question: "Why?", content })).body).toEqual(trial);
    expect((await ana.call("POST", "/prompt-trials", { question: " ", content })).status).toBe(400);
    expect((await ana.call("GET", `/past-questions?text=${"x".repeat(501)}`)).status).toBe(400);
  });

  it("[M67] let everybody on the staff read, and engineers change", async () => {
    await server.hire("owner");
    const [viewer, agent, engineer] = [
      await server.hire("viewer"),
      await server.hire("agent"),
      await server.hire("engineer"),
    ];
    const save = { name: "brief", note: "", content: promptSet() };

    for (const member of [viewer, agent]) {
      expect((await member.call("GET", "/prompts")).status).toBe(200);
      expect((await member.call("POST", "/prompts", save)).status).toBe(403);
      expect((await member.call("POST", "/prompts/serving", { action: "rollback" })).status).toBe(403);
      expect((await member.call("POST", "/replays/any/cancel")).status).toBe(403);
      expect((await member.call("POST", "/prompt-trials", { question: "?", content: save.content })).status).toBe(403);
      expect((await member.call("GET", "/past-questions")).status).toBe(200);
    }
    expect((await engineer.call("POST", "/prompts", save)).status).toBe(200);
    expect(LEAST_ROLE).toMatchObject({ "read-prompts": "viewer", "manage-prompts": "engineer" });
  });
});
