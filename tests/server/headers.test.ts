import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { type StaffServer, staffServer } from "../support/staff-server.ts";

let server: StaffServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const BUILT = join(projectRoot(), "client");

describe("headers", () => {
  it("[X18] forbid inline scripts, styles, eval, plugins and foreign frames on every kind of page", async () => {
    server = await staffServer();
    for (const path of [
      "/",
      "/docs/",
      "/console/",
      "/widget.js",
      "/nothing",
      "/api/session",
      "/healthz",
      "/%E0%A4%A",
    ]) {
      const { headers } = await fetch(`${server.url}${path}`);
      const policy = headers.get("content-security-policy") ?? "";
      expect([path, policy]).toEqual([path, expect.stringContaining("script-src 'self';")]);
      expect([path, policy]).toEqual([path, expect.stringContaining("frame-ancestors 'self'")]);
      expect([path, policy]).toEqual([path, expect.stringContaining("object-src 'none'")]);
      expect([path, policy]).not.toEqual([path, expect.stringMatching(/unsafe|\*|https?:/)]);
      expect([path, headers.get("x-frame-options")]).toEqual([path, "SAMEORIGIN"]);
      expect([path, headers.get("x-content-type-options")]).toEqual([path, "nosniff"]);
      expect([path, headers.get("referrer-policy")]).toEqual([path, "no-referrer"]);
      expect([path, headers.get("x-powered-by")]).toEqual([path, null]);
    }
  });

  it("[X18] keep what staff see out of every cache, and the session out of every script", async () => {
    server = await staffServer();
    const owner = await server.hire("owner");
    const inbox = await owner.call("GET", "/inbox?list=open");
    expect(inbox.headers.get("cache-control")).toBe("no-store");

    const signIn = { email: owner.me.email, password: "correct horse battery" };
    const direct = await server.call("POST", "/session", signIn);
    expect(direct.headers.get("set-cookie")).toMatch(/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    const overTls = await server.call("POST", "/session", signIn, { "x-forwarded-proto": "https" });
    expect(overTls.headers.get("set-cookie")).toMatch(/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/);
  });

  it("[X18] of a browser that tells of another site let it change nothing", async () => {
    server = await staffServer();
    const owner = await server.hire("owner");
    const signIn = { email: owner.me.email, password: "correct horse battery" };
    const from = (site: string) => server!.call("POST", "/session", signIn, { "sec-fetch-site": site });

    expect((await from("cross-site")).status).toBe(403);
    expect((await from("same-origin")).status).toBeLessThan(300);
  });

  it.each(["demo/index.html", "console/index.html"])("[X18] are needed by no inline script or style in %s", (page) => {
    const html = readFileSync(join(BUILT, page), "utf8");

    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:/i);
  });
});

describe("what is installed", () => {
  it("[X19] is locked: one version, one checksum, from the registry alone", () => {
    type Locked = { version?: string; resolved?: string; integrity?: string; link?: boolean; inBundle?: boolean };
    const lock = JSON.parse(readFileSync(join(projectRoot(), "package-lock.json"), "utf8")) as {
      lockfileVersion: number;
      packages: Record<string, Locked>;
    };
    const installed = Object.entries(lock.packages).filter(([path, { inBundle }]) => path !== "" && !inBundle);
    const elsewhere = ({ resolved }: Locked) =>
      resolved !== undefined && !/^https:\/\/registry\.npmjs\.org\//.test(resolved);
    const open = installed.filter(([, one]) => !one.integrity?.startsWith("sha512-") || elsewhere(one));

    expect(installed.length).toBeGreaterThan(100);
    expect(open).toEqual([]);
  });
});
