import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openDatabase } from "../../src/conversations/database.ts";
import type { ReviewQueue } from "../../src/protocol/review.ts";
import { ROLES } from "../../src/protocol/roles.ts";
import { refusedBy } from "../../src/server/staff-access.ts";
import type { StaffReply, StaffRequest } from "../../src/server/staff-api.ts";
import type { SignedIn } from "../../src/staff/staff-desk.ts";
import { answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { reviewing } from "../support/reviewing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const database = openDatabase(join(temporaryFolder(), "switchboard.db"));
const returns = passage({ path: "returns.md", text: "A bicycle can be returned within 30 days." });
const citation = { marker: 1, path: "returns.md", anchor: "", title: "Page", heading: "", quote: "within 30 days" };
let now = 0;
const routes = reviewing(database, fixedKnowledge([returns]), () => ++now);
beforeAll(async () => void (await answered(database, "c1", { question: "Do you sell boats?" })));
afterAll(() => database.db.destroy());

const routeOf = (method: string, path: string) => routes.find((one) => one.method === method && one.path === path)!;

/** As somebody who may: who may is the next test's question. */
function call(method: string, path: string, { as = "ana", ...asked }: Asked = {}): Promise<StaffReply> {
  const who = { member: { staffId: as } } as SignedIn;
  const request = {
    caller: { address: "", userAgent: "" },
    params: {},
    query: {},
    body: {},
    cookies: () => null,
    baseUrl: "",
  };
  return routeOf(method, path).handle({ ...request, ...asked, who });
}
type Asked = { as?: string } & Partial<Pick<StaffRequest<null>, "params" | "body">>;

describe("the routes of reviewing", () => {
  it("[J9] take a verdict, show what followed, and take it back", async () => {
    const answer = { answerId: "c1-answer" };
    const correction = { messageId: "c1-answer", verdict: "corrected", text: "We sell rowing boats in spring." };
    expect(await call("get", "/review-queue")).toMatchObject({ json: { turns: [answer] } });

    const followed = { verifiedAnswer: true, documentationGap: true, learningRow: true };
    expect(await call("post", "/reviews", { body: correction })).toMatchObject({ json: followed });
    expect(await call("get", "/review-queue")).toEqual({ json: { turns: [] } });

    expect(await call("delete", "/reviews/:answerId", { params: answer })).toMatchObject({ json: { state: "open" } });
    expect(await call("get", "/review-queue")).toMatchObject({ json: { turns: [answer] } });
  });

  it("[J10] let an owner settle what colleagues disagree about", async () => {
    const params = { answerId: "c1-answer" };
    await call("post", "/reviews", { body: { messageId: "c1-answer", verdict: "approved" } });
    const disputed = { messageId: "c1-answer", verdict: "rejected", reason: "wrong" };
    expect(await call("post", "/reviews", { as: "ben", body: disputed })).toMatchObject({
      json: { state: "disputed" },
    });

    const word = { params, body: { verdict: "approved" }, as: "olga" };
    expect(await call("put", "/reviews/:answerId", word)).toMatchObject({ json: { state: "agreed" } });
  });

  it("[J17] show an owner what each colleague said, with the sources that still stand", async () => {
    const source = { ...citation, source: "/docs/returns.md" };
    const gone = { ...source, marker: 2, quote: "within 14 days" };
    await answered(database, "c2", { question: "How long?", citations: [source, gone] });
    const messageId = "c2-answer";
    const text = "A month [1].";
    await call("post", "/reviews", { body: { messageId, verdict: "corrected", text, citations: [source] } });
    await call("post", "/reviews", { as: "ben", body: { messageId, verdict: "rejected", reason: "outdated" } });

    const { turns } = ((await call("get", "/review-queue")) as { json: ReviewQueue }).json;
    expect(turns.find(({ answerId }) => answerId === messageId)).toMatchObject({
      reasons: expect.arrayContaining(["disputed"]),
      citations: [source],
      verdicts: [
        { verdict: "rejected", reason: "outdated", text: null },
        { verdict: "corrected", text, citations: [source] },
      ],
    });
  });

  it("[J11] refuse what makes no sense", async () => {
    const refusalOf = async (body: unknown) => call("post", "/reviews", { body });

    expect(await refusalOf({ messageId: "c1-answer" })).toMatchObject({ refused: "invalid" });
    expect(await refusalOf({ messageId: "c1-answer", verdict: "corrected" })).toMatchObject({ refused: "invalid" });
    expect(await refusalOf({ messageId: "none", verdict: "approved" })).toMatchObject({ refused: "not-found" });
    expect(await call("delete", "/verified-answers/:id", { params: { id: "none" } })).toMatchObject({
      refused: "not-found",
    });
  });

  it("[J15] ask for their role", () => {
    const least = Object.fromEntries(
      routes.map(({ method, path, verb }) => [`${method} ${path}`, ROLES.find((role) => !refusedBy(role, verb))]),
    );

    expect(least).toEqual({
      "post /reviews": "agent",
      "delete /exclusions/:id": "agent",
      "delete /reviews/:answerId": "agent",
      "put /reviews/:answerId": "owner",
      "get /review-queue": "viewer",
      "get /verified-answers": "viewer",
      "delete /verified-answers/:id": "agent",
      "post /verified-answers/:id/phrasings": "agent",
      "delete /phrasings/:phrasingId": "agent",
      "get /verified-answers/:id/similar-questions": "viewer",
      "post /tried-questions": "viewer",
      "get /accuracy": "viewer",
    });
  });
});
