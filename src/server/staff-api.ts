import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from "express";
import type { z } from "zod";
import { isDiskFull } from "../conversations/full-disk.ts";
import type { Verb } from "../protocol/roles.ts";
import type { HttpError, HttpErrorCode } from "../protocol/staff-http.ts";
import type { Caller, SignedIn, StaffDesk } from "../staff/staff-desk.ts";
import { plainProblem } from "./plain-problem.ts";
import { callerOf, fromOwnPage, readCookie, refusedBy, sessionCookie, sessionToken } from "./staff-access.ts";

/** What a route is told. `who` is null on routes that are open to those who are not signed in yet. */
export type StaffRequest<Who> = {
  who: Who;
  caller: Caller;
  params: Readonly<Record<string, string>>;
  query: unknown;
  body: unknown;
  cookies: (name: string) => string | null;
  /** `https://host`, as the browser addressed the server. */
  baseUrl: string;
};

export type StaffReply =
  | { json: unknown; signIn?: string; signOut?: true }
  /** `cookie` as it stands in the header. */
  | { redirect: string; signIn?: string; cookie?: string }
  | { file: AsyncIterable<string>; name: string; type: string }
  | { refused: HttpErrorCode; message: string; retryAfterSeconds?: number };

type Method = "get" | "post" | "put" | "patch" | "delete";
/** Routes are data, so that the table of roles is enforced, and tested, over all of them at once. */
export type StaffRoute = {
  method: Method;
  path: string;
  verb: Verb;
  handle(request: StaffRequest<SignedIn>): Promise<StaffReply>;
};
export type OpenRoute = { method: Method; path: string; handle(request: StaffRequest<null>): Promise<StaffReply> };

const STATUS: Record<HttpErrorCode, number> = {
  invalid: 400,
  "signed-out": 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "bad-credentials": 401,
  locked: 429,
  "bad-link": 410,
  busy: 503,
};
const COOKIE_SECONDS = 14 * 24 * 60 * 60;

/** Everything below `/api`: who asks, whether they may, then the route. */
export function staffApi(accounts: StaffDesk, open: readonly OpenRoute[], routes: readonly StaffRoute[]): Router {
  const api = Router();
  api.use((_request, response, next) => {
    response.setHeader("Cache-Control", "no-store");
    next();
  });
  api.use(refuseForgery);
  api.use(express.json({ limit: "256kb" }));

  for (const { method, path, handle } of open) {
    api[method](path, async (request, response) => reply(request, response, await handle(about(request, null))));
  }
  for (const { method, path, verb, handle } of routes) {
    api[method](path, async (request, response) => {
      const token = sessionToken(request.headers);
      const who = token ? await accounts.recognise(token) : null;
      if (!who) return refuse(response, "signed-out", "Please sign in.");
      const refused = refusedBy(who.member.role, verb);
      if (refused) return refuse(response, "forbidden", refused);
      await reply(request, response, await handle(about(request, who)));
    });
  }
  api.use((_request, response) => refuse(response, "not-found", "There is nothing here."));
  api.use(refuseUnread, sayDiskFull);
  return api;
}

const TOO_LARGE = 413;

/** What Express could not read: a body that is too large or no JSON. */
const refuseUnread: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = (error as { status?: unknown }).status;
  if (response.headersSent || typeof status !== "number" || status < 400 || status >= 500) return next(error);
  const message =
    status === TOO_LARGE ? "It is larger than 256 kB: send less at a time." : "It cannot be read as JSON.";
  response.status(status).json({ ok: false, error: { code: "invalid", message } } satisfies HttpError);
};

const sayDiskFull: ErrorRequestHandler = (error, _request, response, next) => {
  if (!isDiskFull(error) || response.headersSent) return next(error);
  refuse(response, "busy", "This could not be kept: the server's disk is full.");
};

/** A form of another site can post, but neither as JSON nor without its Origin. The Strict cookie is a third lock. */
const refuseForgery: RequestHandler = (request, response, next) => {
  if (request.method === "GET" || request.method === "HEAD") return next();
  if (!fromOwnPage(request.headers)) return refuse(response, "forbidden", "This request comes from another site.");
  // Not `request.is`, which finds no type where there is no body, as with DELETE.
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? ""))
    return refuse(response, "invalid", "Send it as application/json.");
  next();
};

function about<Who>(request: Request, who: Who): StaffRequest<Who> {
  const { params, query, body, headers, protocol } = request;
  const named = params as Record<string, string>;
  const cookies = (name: string) => readCookie(headers, name);
  return {
    who,
    caller: callerOf(request),
    params: named,
    query,
    body,
    cookies,
    baseUrl: `${protocol}://${headers.host}`,
  };
}

async function reply(request: Request, response: Response, said: StaffReply): Promise<void> {
  if ("refused" in said) return refuse(response, said.refused, said.message, said.retryAfterSeconds);
  if ("file" in said) return sendFile(response, said);

  if (said.signIn) response.append("Set-Cookie", sessionCookie(request, said.signIn, COOKIE_SECONDS));
  if ("redirect" in said) {
    if (said.cookie) response.append("Set-Cookie", said.cookie);
    return response.redirect(said.redirect);
  }
  if (said.signOut) response.setHeader("Set-Cookie", sessionCookie(request, "", 0));
  response.json(said.json);
}

async function sendFile(
  response: Response,
  { file, name, type }: { file: AsyncIterable<string>; name: string; type: string },
) {
  response.setHeader("Content-Type", `${type}; charset=utf-8`);
  response.setHeader("Content-Disposition", `attachment; filename="${name}"`);
  for await (const piece of file) {
    if (response.destroyed) return;
    if (!response.write(piece)) await new Promise((resolve) => response.once("drain", resolve).once("close", resolve));
  }
  response.end();
}

function refuse(response: Response, code: HttpErrorCode, message: string, retryAfterSeconds?: number): void {
  const error: HttpError = { ok: false, error: { code, message, ...(retryAfterSeconds && { retryAfterSeconds }) } };
  if (retryAfterSeconds) response.setHeader("Retry-After", retryAfterSeconds);
  response.status(STATUS[code]).json(error);
}

/** The payload as the protocol has it, or the refusal that names what is wrong. */
export function read<Payload>(schema: z.ZodType<Payload>, sent: unknown): { payload: Payload } | { reply: StaffReply } {
  const parsed = schema.safeParse(sent ?? {}, { error: plainProblem });
  if (parsed.success) return { payload: parsed.data };
  const fields = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "payload"}: ${message}`);
  return { reply: { refused: "invalid", message: fields.join("; ") } };
}

export const done: StaffReply = { json: { ok: true } };
export const missing: StaffReply = { refused: "not-found", message: "There is no such thing." };
