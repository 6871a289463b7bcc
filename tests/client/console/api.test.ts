import { describe, expect, it } from "@jest/globals";
import { Api } from "../../../client/console/wire/api.ts";

describe("a change that is asked for twice", () => {
  it("[T17] is sent once while it is under way, and again when it has ended", async () => {
    const sent: string[] = [];
    const answers: (() => void)[] = [];
    const fetch = (path: unknown) => {
      sent.push(String(path));
      return new Promise<Response>((resolve) =>
        answers.push(() => resolve(new Response(JSON.stringify({ ok: true })))),
      );
    };
    const api = new Api({ fetch: fetch as typeof globalThis.fetch, onSignedOut: () => {} });
    const both = [api.send("POST", "/x", { a: 1 }), api.send("POST", "/x", { a: 1 })];
    void api.send("POST", "/x", { a: 2 });
    expect(sent).toEqual(["/api/x", "/api/x"]);
    answers[0]!();
    expect(await Promise.all(both)).toEqual([
      { ok: true, value: { ok: true } },
      { ok: true, value: { ok: true } },
    ]);
    void api.send("POST", "/x", { a: 1 });
    expect(sent).toHaveLength(3);
  });
});
