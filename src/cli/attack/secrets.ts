import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { writePages } from "../chaos/damage.ts";
import { type AttackReport, attackLog } from "./report.ts";
import { type AttackedServer, attackedServer } from "./server.ts";
import { callApi, hireOwner, newCustomer, OWNER } from "./staff.ts";

/** Stand in settings. */
const SETTINGS = {
  OPENAI_API_KEY: "sk-PLANTED-model-key-000000000000",
  IDENTITY_SECRET: "PLANTED-identity-secret-0123456789ab",
  METRICS_TOKEN: "PLANTED-metrics-token-0123",
};
/** Are typed, told or sent. */
const PLANTED = {
  "a wrong password": "PLANTED wrong password 1",
  "a customer's words": "PLANTED-WORDS-4711",
  "a customer's address": "frida.planted@mail.example",
  "a customer's name in an identity": "planted-subject-77",
  "a telephone number": "+46 70 174 06 05",
  "what staff write": "PLANTED-REPLY-4712",
};

/** Plants secrets and personal data wherever they can be put in, also where things fail, and reads the log of all levels. */
export async function attackLogs(folder: string): Promise<AttackReport> {
  const log = attackLog("secrets");
  const model = await quotingModel();
  writePages(join(folder, "pages"));
  const server = await attackedServer({
    ...SETTINGS,
    DATA_DIR: join(folder, "data"),
    KNOWLEDGE_DIR: join(folder, "pages"),
    OPENAI_BASE_URL: model.url,
    CHAT_MODEL: "quotes",
    ANSWER_CAUTION: "0",
    MODEL_TIMEOUT_SECONDS: "2",
  });
  const held = await plantEverywhere(server);
  log.check((await server.stop()) === 0, "the server did not end by itself");
  await model.close();

  // What it says to whoever starts it holds the set-up link, once and by design; the log is what is JSON.
  const lines = server
    .written()
    .split("\n")
    .filter((line) => line.startsWith("{"));
  log.check(
    lines.some((line) => line.includes("a call of the model failed")),
    "the model did not fail as it should",
  );
  const secrets = {
    ...SETTINGS,
    ...PLANTED,
    ...held,
    "the owner's password": OWNER.password,
    "the owner's address": OWNER.email,
    "the set-up link": server.setUpToken,
  };
  for (const [name, secret] of Object.entries(secrets)) {
    log.ended("planted");
    const line = lines.find((one) => one.includes(secret));
    log.check(line === undefined, `${name} is in the log: ${line?.slice(0, 200)}`);
  }
  return log.report();
}

/** Returns what the server has given out that is secret, too. */
async function plantEverywhere(server: AttackedServer): Promise<Record<string, string>> {
  const { url } = server;
  const owner = await hireOwner(url, server.setUpToken);
  const words = `${PLANTED["a customer's words"]} ${PLANTED["a customer's address"]} ${PLANTED["a telephone number"]}`;
  await callApi(url, "POST", "/session", {
    email: PLANTED["a customer's address"],
    password: PLANTED["a wrong password"],
  });
  await callApi(url, "POST", "/session", `{"password": "${PLANTED["a wrong password"]}`);
  await callApi(url, "GET", `/search?${new URLSearchParams({ text: words })}`);
  await owner.call("GET", `/search?${new URLSearchParams({ text: words })}`);
  await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${SETTINGS.METRICS_TOKEN}` } });
  const identity = signed({
    sub: PLANTED["a customer's name in an identity"],
    exp: Math.floor(Date.now() / 1_000) + 600,
    email: PLANTED["a customer's address"],
  });
  const customer = await newCustomer(url, {
    identity,
    page: `https://shop.example/?q=${PLANTED["a customer's words"]}`,
  });
  await customer.ask(`How many days do I have to return a parcel? ${words}`);
  for (const event of ["rate", "stop", "request-human", "leave-email", "no-such-event"]) {
    await customer.send(event, {
      messageId: words,
      verdict: "up",
      comment: words,
      reason: words,
      email: PLANTED["a customer's address"],
      text: words,
    });
  }
  const { conversationId, visitorToken } = customer.session;
  await owner.send("take-over", { conversationId });
  await owner.send("reply", { conversationId, clientMessageId: "one", text: PLANTED["what staff write"] });
  await owner.send("note", { conversationId, text: PLANTED["what staff write"] });
  await owner.send("no-such-event", { text: PLANTED["what staff write"] });
  customer.leave();
  owner.leave();
  return {
    "a visitor's token": visitorToken,
    "a session's cookie": owner.cookie.split("=")[1] ?? owner.cookie,
    "an identity": identity,
  };
}

function signed(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const content = `${part({ alg: "HS256" })}.${part(claims)}`;
  return `${content}.${createHmac("sha256", SETTINGS.IDENTITY_SECRET).update(content).digest("base64url")}`;
}

/** A model server whose complaint repeats the key and all that it was sent. */
async function quotingModel(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const message = `Wrong key ${request.headers.authorization} for ${await bodyOf(request)}`;
    response
      .writeHead(400, { "Content-Type": "application/json" })
      .end(JSON.stringify({ error: { message, type: "invalid_request_error" } }));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const piece of request.setEncoding("utf8")) body += piece;
  return body;
}
