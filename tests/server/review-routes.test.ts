import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openDatabase } from "../../src/conversations/database.ts";
import { ROLES } from "../../src/protocol/roles.ts";
import { readAccuracy, readCandidates } from "../../src/review/libsql-queue.ts";
import { queueOf } from "../../src/review/queue-order.ts";
import { reviewDesk } from "../../src/review/review-desk.ts";
import { reviewRoutes } from "../../src/server/review-routes.ts";
import { refusedBy } from "../../src/server/staff-access.ts";
import type { StaffReply, StaffRequest } from "../../src/server/staff-api.ts";
import type { SignedIn } from "../../src/staff/staff-desk.ts";
import { answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const database = openDatabase(join(temporaryFolder(), "switchboard.db"));
const knowledge = { current: () => fixedKnowledge([]) };
const routes = reviewRoutes({
  desk: reviewDesk({ database, knowledge, onVerifiedChanged: () => {}, onApprovedChanged: () => {}, clock: () => 5 }),
  verifiedAnswers: async () => ({ answers: [], threshold: 0.45, conflicts: [] }),
  queue: async () => ({ turns: queueOf(await readCandidates(database.db, knowledge.current()), 10) }),
  accuracy: () => readAccuracy(database.db),
});
beforeAll(async () => void (await answered(database, "c1", { question: "Do you sell boats?" })));
afterAll(() => database.db.destroy());

const routeOf = (method: string, path: string) => routes.find((one) => one.method === method && one.path === path)!;

/** As somebody who may: who may is the next test's question. */
function call(method: string, path: string, { as = "ana", ...asked }: Asked = {}): Promise<StaffReply> {
  const who = { member: { staffId: as } } as SignedIn;
  const request = { caller: { address: "", userAgent: "" }, params: {}, query: {}, body: {}, baseUrl: "" };
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
      "delete /reviews/:answerId": "agent",
      "put /reviews/:answerId": "owner",
      "get /review-queue": "viewer",
      "get /verified-answers": "viewer",
      "delete /verified-answers/:id": "agent",
      "get /accuracy": "viewer",
    });
  });
});
