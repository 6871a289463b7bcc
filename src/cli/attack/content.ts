import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { parse as parseCsv } from "csv-parse/sync";
import { encoded, type HostileInput, isKeepable } from "./inputs.ts";
import { unsafeElements, writeHostilePages } from "./pages.ts";
import { type AttackLog, type AttackReport, attackLog, shown } from "./report.ts";
import { type AttackedServer, attackedServer } from "./server.ts";
import { type AttackedStaff, callApi, type HttpReply, hireOwner, newCustomer, PATIENCE_MS } from "./staff.ts";

/** The server may hold this much after all of it. It starts with some 250. */
const MOST_MEMORY_MB = 900;

type Scene = { server: AttackedServer; owner: AttackedStaff; log: AttackLog };

/** Sends every input to every place where a text enters, and looks at every place where it leaves. */
export async function attackContent(
  folder: string,
  inputs: readonly HostileInput[],
  say: (line: string) => void,
): Promise<AttackReport> {
  const log = attackLog("content");
  const knowledge = join(folder, "pages");
  const paths = writeHostilePages(knowledge, inputs);
  const server = await attackedServer({
    DATA_DIR: join(folder, "data"),
    KNOWLEDGE_DIR: knowledge,
    ALLOWED_ORIGINS: "https://shop.example",
  });
  const owner = await hireOwner(server.url, server.setUpToken);
  const scene = { server, owner, log };

  for (const [index, input] of inputs.entries()) {
    await guarded(scene, input, () => everyPlace(input, index, scene));
    if (index % 100 === 99) say(`content: ${index + 1} of ${inputs.length} inputs`);
  }
  for (const path of paths) await docsPage(path, scene);
  await whatLeaves(inputs, scene).catch((error: Error) => log.problem(`what leaves: ${error.message}`));
  owner.leave();
  const memory = server.memoryMb() ?? 0;
  log.check(memory <= MOST_MEMORY_MB, `the server holds ${memory} MB`);
  log.check((await fetch(`${server.url}/readyz`)).ok, "the server is not ready any more");
  log.check((await server.stop()) === 0, "the server did not end by itself");
  checkWritten(server.written(), log);
  return log.report();
}

async function guarded({ log }: Scene, input: HostileInput, work: () => Promise<void>): Promise<void> {
  await work().catch((error: Error) => log.problem(`${input.family}, ${shown(input.text)}: ${error.message}`));
}

async function everyPlace(input: HostileInput, index: number, scene: Scene): Promise<void> {
  await asCustomer(input, scene);
  await asStaff(input, index, scene);
  await overHttp(input, scene);
  await asPath(input, scene);
}

async function asCustomer({ family, text }: HostileInput, { server, owner, log }: Scene): Promise<void> {
  const customer = await newCustomer(server.url, { page: `https://shop.example/${text}`, locale: text.slice(0, 35) });
  const { ack, end } = await customer.ask(text);
  log.ended(ack.ok ? `answered: ${end?.outcome}` : `refused: ${ack.error.code}`);
  log.check(ack.ok === isKeepable(text), `${family}, ${shown(text)}: ${ack.ok ? "kept" : "refused"}`);
  for (const event of ["rate", "stop", "request-human", "leave-email", "typing"]) {
    await customer.send(event, {
      messageId: text,
      verdict: "down",
      comment: text,
      reason: text,
      email: text,
      typing: text,
    });
  }
  customer.leave();
  if (!ack.ok) return;

  const { conversationId } = customer.session;
  await owner.send("take-over", { conversationId });
  for (const [event, payload] of [
    ["reply", { clientMessageId: "one", text }],
    ["note", { text }],
    ["label", { labels: [text.slice(0, 40)] }],
    ["assign", { staffId: text }],
  ] as const) {
    const reply = await owner.send(event, { conversationId, ...payload });
    if (!reply.ok && ["busy", "forbidden"].includes(reply.error?.code ?? "")) {
      log.problem(`${family}, ${shown(text)}: ${event} gave ${reply.error?.code}`);
    }
  }
}

async function asStaff({ family, text }: HostileInput, index: number, { owner, server, log }: Scene): Promise<void> {
  const replies: [string, HttpReply][] = [
    ["a canned reply", await owner.call("PUT", `/canned-replies/${encoded(text.slice(0, 30))}`, { text })],
    [
      "a saved view",
      await owner.call("POST", "/views", { name: text.slice(0, 60), filters: { text: text.slice(0, 500) } }),
    ],
    ["the search", await owner.call("GET", `/search?${new URLSearchParams({ text: text.slice(0, 500) })}`)],
    [
      "a label's search",
      await owner.call(
        "GET",
        `/search?${new URLSearchParams({ label: text.slice(0, 40), channel: text.slice(0, 300), intent: text.slice(0, 100) })}`,
      ),
    ],
    [
      "counting",
      await owner.call(
        "GET",
        `/search/count?${new URLSearchParams({ text: text.slice(0, 500), rows: "conversations" })}`,
      ),
    ],
    ["passages", await owner.call("GET", `/passages?${new URLSearchParams({ text: text.slice(0, 500) })}`)],
    ["a conversation", await owner.call("GET", `/conversations/${encoded(text)}`)],
  ];
  const invite = JSON.parse(
    (await owner.call("POST", "/invites", { role: "agent", note: text.slice(0, 120) })).text,
  ) as { url?: string };
  const token = invite.url?.split("token=")[1] ?? "";
  const account = {
    token,
    name: text.slice(0, 80),
    email: `agent-${index}@desk.example`,
    password: text.padEnd(10, "x").slice(0, 200),
  };
  replies.push(["a name", await callApi(server.url, "POST", "/invites/accept", account)]);
  for (const [place, reply] of replies) checkApi(reply, `${family}, ${shown(text)} in ${place}`, log);
}

async function overHttp({ family, text }: HostileInput, { server, owner, log }: Scene): Promise<void> {
  const sent: [string, HttpReply][] = [
    [
      "sign-in",
      await callApi(server.url, "POST", "/session", { email: text.slice(0, 254), password: text.slice(0, 200) }),
    ],
    ["a raw body", await callApi(server.url, "POST", "/session", text)],
    [
      "a set-up link",
      await callApi(server.url, "POST", "/setup", {
        token: text.slice(0, 100),
        email: text,
        name: text,
        password: text,
      }),
    ],
    [
      "a cookie",
      await callApi(server.url, "GET", "/session", undefined, {
        cookie: `switchboard_session=${encoded(text.slice(0, 3_000))}`,
      }),
    ],
    ["the console's raw body", await owner.call("POST", "/views", text)],
  ];
  for (const [place, reply] of sent) checkApi(reply, `${family}, ${shown(text)} as ${place}`, log);
}

/** Served and refused are both well; a fault of the server, or anything that is no JSON, is not. */
function checkApi({ status, type, text }: HttpReply, what: string, log: AttackLog): void {
  const json = type.startsWith("application/json");
  // Node and Express refuse what is too large or malformed by themselves, before the API sees it.
  const refusedBefore = status >= 400 && (type === "" || type.startsWith("text/plain"));
  log.check(status < 500 && (json || refusedBefore), `${what}: ${status} ${type}`);
  log.check(!/\bat .+\.[jt]s:\d+|SQLITE|node_modules/.test(text), `${what}: tells what goes on inside`);
}

async function asPath({ family, text }: HostileInput, { server, log }: Scene): Promise<void> {
  const address = encoded(text).slice(0, 6_000);
  const raw = text.replace(/[^\x21-\x7e]/g, "").slice(0, 6_000);
  for (const path of [
    `/docs/${address}`,
    `/docs/${raw}`,
    `/docs/pages/../../${raw}`,
    `/${address}`,
    `/console/${raw}`,
  ]) {
    const { status, html } = await rawGet(server.url, path);
    const what = `${family}, ${shown(text)} as the address ${shown(path)}`;
    log.check(status < 500, `${what}: ${status}`);
    log.check(!/root:.*:0:0:|BEGIN [A-Z ]*PRIVATE KEY|SQLite format/.test(html), `${what}: a file of the machine`);
    if (path.startsWith("/docs")) log.check(unsafeElements(html).length === 0, `${what}: ${unsafeElements(html)[0]}`);
  }
}

/** As written: `fetch` would tidy the dots away. */
function rawGet(url: string, path: string): Promise<{ status: number; html: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ hostname, port, path, timeout: PATIENCE_MS }, async (reply) => {
      let html = "";
      for await (const piece of reply.setEncoding("utf8")) html += piece;
      resolve({ status: reply.statusCode ?? 0, html });
    });
    asked.on("timeout", () => asked.destroy(new Error(`${shown(path)} took too long`)));
    asked.on("error", reject).end();
  });
}

/** A page of the documentation, or a folder's list of them. */
async function docsPage(path: string, { server, log }: Scene): Promise<void> {
  const address = path.split("/").map(encodeURIComponent).join("/");
  const { status, html } = await rawGet(server.url, `/docs/${address}`);
  log.ended(status === 200 ? "page shown" : `page: ${status}`);
  // What has no words, or no title, is no page.
  log.check([200, 302, 404].includes(status), `the page ${shown(path)}: ${status}`);
  for (const unsafe of unsafeElements(html)) log.problem(`the page ${shown(path)} has ${unsafe}`);
}

/** Folders, the audit log and the exports, once everything is in them. */
async function whatLeaves(inputs: readonly HostileInput[], { server, owner, log }: Scene): Promise<void> {
  for (const folder of ["", "pages/", "names/"]) {
    for (const unsafe of unsafeElements((await rawGet(server.url, `/docs/${folder}`)).html))
      log.problem(`/docs/${folder} has ${unsafe}`);
  }
  const audit = await owner.call("GET", "/audit");
  checkApi(audit, "the audit log", log);
  const csv = await owner.call("GET", "/export/unredacted?format=csv");
  const cells = (parseCsv(csv.text, { bom: true }) as string[][]).flat();
  for (const cell of cells) log.check(!startsFormula(cell), `an exported cell begins with ${shown(cell)}`);
  const exported = new Set(cells.map((cell) => cell.replace(/^'/, "")));
  const asked = inputs.filter(({ text }) => isKeepable(text));
  const lost = asked.filter(({ text }) => !exported.has(text.replace(/^'/, "")));
  for (const { family, text } of lost) log.problem(`${family}, ${shown(text)} is not in the export as it was written`);
  const lines = (await owner.call("GET", "/export?format=jsonl")).text.trim().split("\n");
  for (const line of lines) JSON.parse(line);
}

/** What spreadsheets run, however much white space and however many invisible signs stand before it. */
function startsFormula(cell: string): boolean {
  return /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u.test(cell);
}

/** A terminal that shows the log must not be led by it, and no line may be forged. */
function checkWritten(written: string, log: AttackLog): void {
  const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/.exec(written)?.[0];
  log.check(control === undefined, `the log holds the control character ${shown(control ?? "")}`);
  const forged = written.split("\n").filter((line) => line.startsWith("{") && /"msg":"forged"/.test(line));
  log.check(forged.length === 0, `the log holds a forged line: ${shown(forged[0] ?? "")}`);
}
