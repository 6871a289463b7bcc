import { join } from "node:path";
import fc from "fast-check";
import { io } from "socket.io-client";
import { writePages } from "../chaos/damage.ts";
import { type AttackLog, type AttackReport, attackLog, inTime, shown } from "./report.ts";
import { type AttackedServer, attackedServer } from "./server.ts";
import { type AttackedStaff, callApi, hireOwner, newCustomer, PATIENCE_MS } from "./staff.ts";
import { attackWire } from "./wire.ts";

const VISITOR_EVENTS = ["ask", "rate", "stop", "request-human", "leave-email", "typing"];
const STAFF_EVENTS = [
  "watch",
  "unwatch",
  "take-over",
  "hand-back",
  "close",
  "reply",
  "review",
  "note",
  "label",
  "assign",
  "snooze",
  "typing",
  "mark-read",
];
const CODES = ["invalid", "too-long", "conflict", "busy", "rate-limited", "not-found", "closed", "forbidden"];
/** Names that Socket.IO itself keeps clients from sending. */
const RESERVED = ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];

/** Everything that can be sent, made up from what the protocol has: `runs` events of each kind. */
export async function attackProtocol(folder: string, runs: number, seed: number): Promise<AttackReport> {
  const log = attackLog("protocol");
  writePages(join(folder, "pages"));
  const server = await attackedServer({ DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: join(folder, "pages") });
  const owner = await hireOwner(server.url, server.setUpToken);
  const check = async (
    name: string,
    property: fc.IAsyncProperty<[Sent]> | fc.IAsyncProperty<[HttpSent]> | fc.IAsyncProperty<[unknown]>,
    share = 1,
  ) => {
    const numRuns = Math.ceil(runs * share);
    const { failed, counterexample, errorInstance } = await fc.check(property as fc.IAsyncProperty<[unknown]>, {
      numRuns,
      seed,
    });
    if (failed) log.problem(`${name}: ${String(errorInstance)} on ${shown(JSON.stringify(counterexample))}`);
  };

  const customer = await newCustomer(server.url);
  await customer.ask("How many days do I have to return a parcel?");
  const known = [
    customer.session.conversationId,
    ...customer.heard.flatMap(({ payload }) => (payload as { messageId?: string }).messageId ?? []),
  ];
  await check(
    "a customer's event",
    fc.asyncProperty(eventOf(VISITOR_EVENTS, known), (sent) => emitted(sent, customer.send, log)),
  );
  await check(
    "an event of staff",
    fc.asyncProperty(eventOf(STAFF_EVENTS, known), (sent) => emitted(sent, owner.send, log)),
  );
  await check(
    "a handshake",
    fc.asyncProperty(HANDSHAKE, (auth) => knocked(server, auth as object, log)),
    0.1,
  );
  await check(
    "a request",
    fc.asyncProperty(requestOf(known), (sent) => requested(sent, server, owner, log)),
  );
  await attackWire(server, log);
  log.check(
    (await customer.send("request-human", {})).ok || !customer.socket.disconnected,
    "the customer's socket is gone",
  );
  customer.leave();
  owner.leave();
  log.check((await fetch(`${server.url}/readyz`)).ok, "the server is not ready any more");
  log.check((await server.stop()) === 0, "the server did not end by itself");
  return log.report();
}

type Sent = { event: string; payload: unknown };

const FIELDS = [
  "conversationId",
  "messageId",
  "clientMessageId",
  "text",
  "verdict",
  "comment",
  "reason",
  "email",
  "typing",
  "labels",
  "citations",
  "staffId",
  "until",
  "cursor",
  "intent",
  "__proto__",
  "constructor",
  "toString",
];

/** A payload that is nearly right: known fields and ids, with anything in them. */
function nearMiss(known: readonly string[]): fc.Arbitrary<unknown> {
  const value = fc.oneof(
    fc.constantFrom<unknown>(...known, "up", "corrected", true, 0, -1, 1e308, null),
    fc.string({ unit: "binary" }),
    fc.jsonValue(),
  );
  return fc
    .array(fc.tuple(fc.constantFrom(...FIELDS), value), { maxLength: 6 })
    .map((fields) => Object.fromEntries(fields));
}

function eventOf(events: readonly string[], known: readonly string[]): fc.Arbitrary<Sent> {
  const strange = fc.string({ unit: "binary" }).filter((name) => !RESERVED.includes(name));
  return fc.record({
    event: fc.oneof(
      { arbitrary: fc.constantFrom(...events), weight: 8 },
      fc.constantFrom("error", "__proto__", "toString", "session"),
      strange,
    ),
    payload: fc.oneof(
      { arbitrary: nearMiss(known), weight: 4 },
      fc.jsonValue(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    ),
  });
}

/** Acknowledged, with ok or one of the codes. */
async function emitted(
  { event, payload }: Sent,
  send: (event: string, payload: unknown) => Promise<unknown>,
  log: AttackLog,
): Promise<void> {
  const ack = (await send(event, payload)) as { ok: boolean; error?: { code: string } };
  const code = ack.ok ? "ok" : (ack.error?.code ?? "");
  if (code !== "ok" && !CODES.includes(code)) throw new Error(`unknown code ${shown(code)}`);
  log.ended(code);
}

const HANDSHAKE = fc.oneof(
  fc.dictionary(fc.string(), fc.jsonValue()),
  fc.record(
    {
      protocol: fc.constantFrom<unknown>(1, "1", 2, null),
      visitorToken: fc.jsonValue(),
      cursor: fc.jsonValue(),
      page: fc.webUrl(),
      locale: fc.string(),
      identity: fc.stringMatching(/^[\w-]{1,40}\.[\w-]{1,40}\.[\w-]{43}$/),
    },
    { requiredKeys: ["protocol"] },
  ),
);

/** Let in, or refused with a code. */
async function knocked({ url }: AttackedServer, auth: object, log: AttackLog): Promise<void> {
  const socket = io(`${url}/visitor`, { transports: ["websocket"], forceNew: true, reconnection: false, auth });
  const answer = new Promise<string>((resolve) => {
    socket.once("session", () => resolve("let in"));
    socket.once("connect_error", (error: Error & { data?: { code?: string } }) =>
      resolve(error.data?.code ?? "no code"),
    );
  });
  const said = await inTime(answer, PATIENCE_MS, "a handshake").finally(() => socket.disconnect());
  if (said === "no code") throw new Error("refused without a code");
  log.ended(said);
}

type HttpSent = { method: string; path: string; body: string; signedIn: boolean };

const PATHS = [
  "/setup",
  "/session",
  "/sessions",
  "/sessions/ID",
  "/password",
  "/staff",
  "/staff/ID",
  "/invites",
  "/invites/ID",
  "/invites/accept",
  "/audit",
  "/inbox",
  "/inbox/counts",
  "/conversations/ID",
  "/answers/ID",
  "/labels",
  "/passages",
  "/canned-replies",
  "/canned-replies/ID",
  "/search",
  "/search/count",
  "/export",
  "/views",
  "/views/ID",
  "/views/ID/shared",
  "/insights",
  "/gaps",
  "/verified",
  "/prompts",
  "/learning",
  "/nothing",
];

function requestOf(known: readonly string[]): fc.Arbitrary<HttpSent> {
  const id = fc.oneof(fc.constantFrom(...known), fc.string({ unit: "binary-ascii", maxLength: 20 }));
  const query = fc.dictionary(
    fc.constantFrom("text", "list", "after", "format", "rows", "order", "from", "until", "before", "label"),
    fc.string({ maxLength: 20 }),
    { maxKeys: 4 },
  );
  const body = fc.oneof(
    nearMiss(known).map((fields) => JSON.stringify(fields)),
    fc.json(),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  return fc
    .record({
      method: fc.constantFrom("GET", "POST", "PUT", "PATCH"),
      path: fc.constantFrom(...PATHS),
      id,
      query,
      body,
      signedIn: fc.boolean(),
    })
    .map(({ path, id, query, ...sent }) => ({
      ...sent,
      path: `${path.replace("ID", encodeURIComponent(id))}?${new URLSearchParams(query)}`,
    }));
}

/** Served, or refused with a status that says so; without a session nothing is served but what leads in. */
async function requested(
  { method, path, body, signedIn }: HttpSent,
  { url }: AttackedServer,
  owner: AttackedStaff,
  log: AttackLog,
): Promise<void> {
  const { status, text } = await callApi(
    url,
    method,
    path,
    method === "GET" ? undefined : body,
    signedIn ? { cookie: owner.cookie } : {},
  );
  log.ended(String(status));
  if (status >= 500 && status !== 503) throw new Error(`status ${status}`);
  const open = /^\/(?:setup|session\?|session$|invites\/accept|openid)/.test(path);
  if (!signedIn && !open && status < 400) throw new Error(`served without a session: ${shown(text)}`);
}
