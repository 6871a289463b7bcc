import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { identityReader } from "../../src/server/customer-identity.ts";
import { staffServer } from "../support/staff-server.ts";

const SECRET = "a secret that two servers share with each other";
const NOW = 1_700_000_000;

function signed(claims: Record<string, unknown>, { secret = SECRET, alg = "HS256" } = {}): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg, typ: "JWT" })}.${part(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

describe("a signed identity", () => {
  const read = identityReader(SECRET, () => NOW * 1_000);

  it("[T50] tells who the customer is, for an hour at most", () => {
    expect(read(signed({ sub: "ana", exp: NOW + 60, plan: "gold", seats: 3, nested: {} }))).toEqual({
      subject: "ana",
      attributes: { plan: "gold", seats: "3" },
    });
    expect(read(signed({ sub: "ana", exp: NOW }))).toBeNull();
    expect(read(signed({ sub: "ana", exp: NOW + 3_601 }))).toBeNull();
    expect(read(signed({ sub: "ana" }))).toBeNull();
    expect(read(signed({ exp: NOW + 60 }))).toBeNull();
  });

  it("[T50] is nobody's when it is forged, unsigned or broken", () => {
    const good = signed({ sub: "ana", exp: NOW + 60 });
    const [header, , signature] = good.split(".");
    const other = Buffer.from(JSON.stringify({ sub: "eve", exp: NOW + 60 })).toString("base64url");

    expect(read(signed({ sub: "ana", exp: NOW + 60 }, { secret: "another" }))).toBeNull();
    expect(read(signed({ sub: "ana", exp: NOW + 60 }, { alg: "none" }))).toBeNull();
    expect(read(`${header}.${other}.${signature}`)).toBeNull();
    expect(read(`${header}.${other}.`)).toBeNull();
    expect(read("")).toBeNull();
  });
});

describe("what staff know of a customer", () => {
  it("[T51] is the page, the locale and the signed identity, with its earlier conversations, and nothing else", async () => {
    const settings = { allowedOrigins: ["https://shop.example"] };
    const server = await staffServer({ identity: identityReader(SECRET, Date.now) }, Date.now, settings);
    const ana = await server.hire("owner");
    const identity = signed({ sub: "customer 7", exp: Date.now() / 1_000 + 60, plan: "gold" });
    const ask = async (auth: Record<string, unknown>) => {
      const visitor = await server.visit({ auth: { protocol: 1, ...auth } });
      await visitor.ask("Hello?");
      await visitor.next("answer-end");
      const { conversationId } = visitor.session();
      return { conversationId, view: (await ana.call("GET", `/conversations/${conversationId}`)).body };
    };
    const first = await ask({ identity, page: "https://shop.example/cart", locale: "de-AT", shoeSize: "forty-four" });
    const second = await ask({ identity, page: "javascript:alert(1)", locale: 7 });
    const third = await ask({ identity: "forged" });

    expect(first.view).toMatchObject({
      customer: "customer 7",
      context: { page: "https://shop.example/cart", locale: "de-AT", attributes: { plan: "gold" } },
    });
    expect(JSON.stringify(first.view)).not.toContain("forty-four");
    expect(second.view).toMatchObject({
      context: { page: null, locale: null },
      earlier: [{ conversationId: first.conversationId }],
    });
    expect(third.view).toMatchObject({ customer: null, earlier: [] });
    await server.close();
  });

  it("[T51] is a page of a site on which the chat may stand, and of the one that it came from", async () => {
    const shops = ["https://shop.example", "https://help.example:8443/"];
    const server = await staffServer({}, Date.now, { allowedOrigins: shops });
    const own = new URL(server.url).host;
    const ana = await server.hire("owner");
    const pageOf = async (page: string, origin?: string) => {
      const visitor = await server.visit({ auth: { protocol: 1, page }, ...(origin && { headers: { origin } }) });
      await visitor.ask("Hello?");
      await visitor.next("answer-end");
      const read = await ana.call("GET", `/conversations/${visitor.session().conversationId}`);
      return (read.body as { context: { page: string | null } }).context.page;
    };

    for (const [page, origin] of [
      ["https://shop.example/a?b#c", "https://shop.example"],
      [`http://${own}/`, `http://${own}`],
      ["https://help.example:8443/", undefined],
      [`http://${own}/start`, undefined],
    ] as const)
      expect(await pageOf(page, origin)).toBe(page);
    for (const [page, origin] of [
      ["https://evil.example/", undefined],
      ["https://evil.example/", "https://shop.example"],
      ["https://shop.example/", `http://${own}`],
      ["https://shop.example@evil.example/", undefined],
      ["https://shop.example.evil.example/", undefined],
      ["https://help.example/", undefined],
      ["javascript:alert(1)//shop.example", "https://shop.example"],
    ] as const)
      expect(await pageOf(page, origin)).toBeNull();
    await server.close();
  });
});
