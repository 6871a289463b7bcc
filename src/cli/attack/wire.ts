import { connect } from "node:net";
import { WebSocket } from "ws";
import { type AttackLog, inTime, shown } from "./report.ts";
import type { AttackedServer } from "./server.ts";
import { PATIENCE_MS } from "./staff.ts";

/** For what the server neither answers nor ends: it waits for more, as it does for a slow phone. */
const SILENCE_MS = 1_500;

/** Requests and frames written by hand, as no browser writes them: each ends with its sender alone. */
export async function attackWire(server: AttackedServer, log: AttackLog): Promise<void> {
  const before = server.memoryMb();
  const tried = Object.entries(REQUESTS).map(async ([name, request]) => {
    const answer = await spoken(server.url, request);
    for (const problem of wrongIn(answer)) log.problem(`${name}: ${problem}`);
    log.ended(answer === "" ? "request: closed or ignored" : `request: ${/^HTTP\/1.1 (\d+)/.exec(answer)?.[1]}`);
  });
  await Promise.all(tried);
  for (const [name, frames] of Object.entries(FRAMES)) {
    log.ended(`frames: ${await framed(server.url, frames)}`);
    await mustAnswer(server.url, name, log);
  }
  for (const [name, body] of Object.entries(POLLED)) {
    log.ended(`polling: ${await polled(server.url, body)}`);
    await mustAnswer(server.url, name, log);
  }
  log.check(await refusesCompression(server.url), "a socket agreed to compression, which bombs need");
  const grown = (server.memoryMb() ?? 0) - (before ?? 0);
  log.check(grown < MOST_GROWN_MB, `memory has grown by ${grown} MB`);
}

const MOST_GROWN_MB = 600;

const get = (path: string, ...headers: string[]) =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers.map((header) => `${header}\r\n`).join("")}\r\n`;
const HIDDEN = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
const post = (headers: string, body: string) =>
  `POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;

/** By what is tried. A hidden request must never be answered: a proxy in front would take its answer for another's. */
const REQUESTS: Readonly<Record<string, string>> = {
  "length and chunks": post("Content-Length: 5\r\nTransfer-Encoding: chunked", `0\r\n\r\n${HIDDEN}`),
  "chunks and length": post("Transfer-Encoding: chunked\r\nContent-Length: 5", `0\r\n\r\n${HIDDEN}`),
  "two lengths": post(`Content-Length: 0\r\nContent-Length: ${HIDDEN.length}`, HIDDEN),
  "a list of lengths": post(`Content-Length: 0, ${HIDDEN.length}`, HIDDEN),
  "a signed length": post("Content-Length: +0", HIDDEN),
  "a blank before the colon": post("Transfer-Encoding : chunked\r\nContent-Length: 0", `0\r\n\r\n${HIDDEN}`),
  "an unknown coding": post("Transfer-Encoding: xchunked", `0\r\n\r\n${HIDDEN}`),
  "chunked twice": post("Transfer-Encoding: chunked, chunked", `0\r\n\r\n${HIDDEN}`),
  "chunked not last": post("Transfer-Encoding: chunked, identity", `0\r\n\r\n${HIDDEN}`),
  "a folded header": post("X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 0", HIDDEN.replace("GET", "FOO")),
  "a bare line feed": post("X: a\nTransfer-Encoding: chunked", `0\r\n\r\n${HIDDEN}`),
  "a bare return": post("X: a\rTransfer-Encoding: chunked", `0\r\n\r\n${HIDDEN}`),
  "a size of a chunk that is none": post("Transfer-Encoding: chunked", `0x0\r\n\r\n${HIDDEN}`),
  "a size beyond all numbers": post("Transfer-Encoding: chunked", `ffffffffffffffffff\r\n${HIDDEN}`),
  "a chunk with a line feed alone": post("Transfer-Encoding: chunked", `1;a\nX\r\n0\r\n\r\n${HIDDEN}`),
  "a header with a zero": get("/api/session", "X: a\0b"),
  "no host": "GET /api/staff HTTP/1.1\r\n\r\n",
  "two hosts": get("/api/staff", "Host: evil.example"),
  "another host": "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
  "a host with a name before it": "GET / HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\n\r\n",
  "an address in place of a path": "GET http://evil.example/api/staff HTTP/1.1\r\nHost: evil.example\r\n\r\n",
  "a host by other headers": get("/console", "X-Forwarded-Host: evil.example", "X-Host: evil.example"),
  "a path by other headers": get("/healthz", "X-Original-URL: /api/staff", "X-Rewrite-URL: /api/staff"),
  "a method by another header": get("/api/session", "X-HTTP-Method-Override: DELETE"),
  "a redirect to another site": get("//evil.example/%2e%2e"),
  "a redirect by a folder": get("//evil.example/console"),
  "a redirect by a backslash": get("/\\evil.example/%2e%2e"),
  "a way out of the folder": get("/console/..%2f..%2f..%2fetc/passwd"),
  "a way out with a zero": get("/docs/%00../../switchboard.db"),
  "a path that is no text": get("/%c0%ae%c0%ae/%ff"),
  "keys of all objects": get("/api/search?__proto__[owned]=1&constructor[prototype][owned]=1&text[]=a&text[b]=c"),
  "cookies of another": get("/api/session", `Cookie: ${"switchboard_session=forged; ".repeat(300)}__proto__=owned`),
  "a cookie that is no text": get("/api/session", "Cookie: switchboard_session=%E0%A4%A; switchboard_session=\xff"),
  "a session in the address": get("/api/session?switchboard_session=forged"),
  "a trace": "TRACE /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: switchboard_session=owned\r\n\r\n",
  "a tunnel": "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
  "another protocol": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "an upgrade to another protocol": get(
    "/",
    "Connection: Upgrade, HTTP2-Settings",
    "Upgrade: h2c",
    "HTTP2-Settings: AA",
  ),
  "all options": "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
  "ranges by the thousand": get("/", `Range: bytes=${"0-,".repeat(1_500)}0-`),
  "ten thousand headers": get("/", ...Array.from({ length: 10_000 }, (_, index) => `A${index}: b`)),
  "a shell's function": get("/", "User-Agent: () { :; }; echo owned", "Referer: javascript:owned=1"),
};

/** What comes back until it ends, or nothing more comes. */
function spoken(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(request, "latin1"));
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    socket.setEncoding("latin1").on("data", (piece: string) => {
      answer += piece;
    });
    socket.on("error", () => {}).once("close", () => resolve(answer));
  });
}

function wrongIn(answer: string): string[] {
  const heads = answer.match(/^HTTP\/1\.1 \d+/gm) ?? [];
  const head = answer.split("\r\n\r\n")[0] ?? "";
  return [
    ...(answer.includes('{"ok":true}') && heads.length > 1 ? ["a hidden request was answered"] : []),
    ...(/^HTTP\/1\.1 5/m.test(answer) ? [`a fault: ${shown(answer)}`] : []),
    ...(/evil/i.test(head) ? [`a header repeats it: ${shown(head)}`] : []),
    ...(/root:x:|SQLite format|\bstaffId\b/.test(answer) ? [`serves what it should not: ${shown(answer)}`] : []),
  ];
}

const bytes = (count: number) => Buffer.alloc(count, 0xa5);

/** Of Engine.IO and Socket.IO, one row of frames on one socket. */
const FRAMES: Readonly<Record<string, readonly (string | Buffer)[]>> = {
  "binary frames of all sizes": [0, 1, 125, 126, 65_535, 65_536, 1_000_000].map(bytes),
  "a frame larger than any": [bytes(5_000_000)],
  "packets of no kind": ["", "9", "\0", "4", "49", "4\ud800", "7".repeat(1_000)],
  "arrays in arrays": [`42/visitor,${"[".repeat(500_000)}`, `40/visitor,${'{"a":'.repeat(300_000)}`],
  "attachments that never come": ["40/visitor,{}", '4599999-/visitor,["ask",{"_placeholder":true,"num":0}]'],
  "attachments with other numbers": ["40/visitor,{}", '451-/visitor,["ask",{"_placeholder":true,"num":9}]', bytes(9)],
  "numbers of acknowledgements": ["40/visitor,{}", "42/visitor,99999999999999999999[]", "43/visitor,1[]"],
  "names of all objects": [
    "40/visitor,{}",
    '42/visitor,["__proto__",{"__proto__":{"owned":1}}]',
    '42/visitor,["constructor"]',
  ],
  "namespaces by the thousand": Array.from({ length: 2_000 }, (_, index) => `40/${index},{}`),
  "answers to no question": Array.from({ length: 5_000 }, () => "3"),
};

function open(url: string): WebSocket {
  return new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
}

async function framed(url: string, frames: readonly (string | Buffer)[]): Promise<string> {
  const socket = open(url);
  socket.on("error", () => {});
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve("cut off")));
  await inTime(new Promise((resolve) => socket.once("open", resolve)), PATIENCE_MS, "a socket");
  for (const frame of frames) if (socket.readyState === WebSocket.OPEN) socket.send(frame);
  const quiet = new Promise<string>((resolve) => setTimeout(() => resolve("ignored"), SILENCE_MS));
  return Promise.race([closed, quiet]).finally(() => socket.terminate());
}

async function refusesCompression(url: string): Promise<boolean> {
  const socket = open(url);
  socket.on("error", () => {});
  await inTime(new Promise((resolve) => socket.once("open", resolve)), PATIENCE_MS, "a socket");
  const { extensions } = socket;
  socket.terminate();
  return extensions === "";
}

/** Bodies of one request of a chat that polls. */
const POLLED: Readonly<Record<string, string>> = {
  "packets by the hundred thousand": "3\x1e".repeat(100_000),
  "separators alone": "\x1e".repeat(1_000_000),
  "a body larger than any": "4".repeat(5_000_000),
  "binary that is none": `b${"=".repeat(100_000)}`,
  "an old form of packets": "1000000:4hello",
};

async function polled(url: string, body: string): Promise<string> {
  const address = `${url}/socket.io/?EIO=4&transport=polling`;
  const opened = await (await fetch(address)).text();
  const sid = /"sid":"([^"]+)"/.exec(opened)?.[1];
  const ask = (init: RequestInit) =>
    fetch(`${address}&sid=${sid}`, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) }).then(
      ({ status }) => String(status),
      () => "cut off",
    );
  return ask({ method: "POST", body });
}

async function mustAnswer(url: string, after: string, log: AttackLog): Promise<void> {
  const alive = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
  log.check(alive, `the server does not answer after ${after}`);
}
