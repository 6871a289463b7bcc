import type { HttpError, HttpErrorCode } from "../../../src/protocol/staff-http.ts";

export type Failure = Omit<HttpError["error"], "code"> & { code: HttpErrorCode | "offline" };
export type Result<Value> = { ok: true; value: Value } | { ok: false; error: Failure };
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type ApiPorts = {
  fetch: typeof fetch;
  /** The server no longer knows the session. */
  onSignedOut: () => void;
};

const OFFLINE: Failure = {
  code: "offline",
  message: "The server cannot be reached. Check the connection and try again.",
};

/** The console's HTTP interface: what comes back is the route's payload, or why there is none. */
export class Api {
  readonly #ports: ApiPorts;
  readonly #underWay = new Map<string, Promise<Result<unknown>>>();

  constructor(ports: ApiPorts) {
    this.#ports = ports;
  }

  get<Value>(path: string): Promise<Result<Value>> {
    return this.send<Value>("GET", path);
  }

  /** A change that is asked for again while it is under way, as by a double click, is one change. */
  send<Value>(method: Method, path: string, body?: object): Promise<Result<Value>> {
    if (method === "GET") return this.#ask<Value>(method, path);
    const key = JSON.stringify([method, path, body]);
    const before = this.#underWay.get(key);
    if (before) return before as Promise<Result<Value>>;
    const asked = this.#ask<Value>(method, path, body).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, asked);
    return asked;
  }

  async #ask<Value>(method: Method, path: string, body?: object): Promise<Result<Value>> {
    // A change without a body is JSON too: the server refuses every other type, as forms of other sites send it.
    const content =
      method === "GET" ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body ?? {}) };
    const response = await this.#ports.fetch(`/api${path}`, { method, ...content }).catch(() => null);
    if (!response) return { ok: false, error: OFFLINE };
    const value: unknown = await response.json().catch(() => null);
    if (response.ok) return { ok: true, value: value as Value };

    const error = (value as Partial<HttpError> | null)?.error ?? unexpected(response.status);
    if (error.code === "signed-out") this.#ports.onSignedOut();
    return { ok: false, error };
  }
}

function unexpected(status: number): Failure {
  return { code: "busy", message: `The server could not do this just now (${status}). Try again in a moment.` };
}
