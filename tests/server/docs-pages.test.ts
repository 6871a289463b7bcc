import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import express from "express";
import fc from "fast-check";
import type { Documentation } from "../../src/ingest/documentation.ts";
import { passagesOf } from "../../src/ingest/page-passages.ts";
import { readPageTree } from "../../src/ingest/page-tree.ts";
import { processPool } from "../../src/ingest/process-pool.ts";
import { renderPage } from "../../src/ingest/render-page.ts";
import { folderLayout } from "../../src/server/docs-layout.ts";
import { docsPages } from "../../src/server/docs-pages.ts";

const pages: Record<string, string> = {
  "guides/a b.md": "---\ntitle: A & <b>\n---\n\n## One\n\nText.\n\n## One\n\nMore.",
  "guides/wiring.mdx": "# Wiring\n\n<Note>Mind the gap.</Note>",
  "slow.md": "# Slow",
  "index.md": "# Start\n\n[next](guides/wiring) <a name='spot'></a>",
};

function documentationOf(pages: Record<string, string>): Documentation {
  return {
    pages: () =>
      Object.entries(pages).map(([path, text]) => ({ path, title: readPageTree(path, text).title, key: path })),
    markdown: (path) => (Object.hasOwn(pages, path) ? pages[path] : undefined),
  };
}

describe("the documentation's pages", () => {
  let server: Server;
  let address = "";
  const get = (path: string) => fetch(address + path, { redirect: "manual" });
  const render = async (path: string, markdown: string) =>
    path === "slow.md" ? undefined : renderPage(path, markdown);
  const html = async (path: string) => (await get(path)).text();

  beforeAll(async () => {
    const app = express().use(
      "/docs",
      docsPages({ documentation: documentationOf(pages), render, productName: "Lamp & Co" }),
    );
    server = createServer(app);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  it("[K15] shows a page with its title, its menu and its neighbours", async () => {
    const page = await html("/docs/guides/wiring.mdx");

    expect(page).toContain("<title>Wiring · Lamp &#38; Co</title>");
    expect(page).toContain("<p>Mind the gap.</p>");
    expect(page).toContain('<a href="/docs/guides/a%20b.md">A &#38; &#60;b&#62;</a>');
    expect(page).toContain('<a rel="next" href="/docs/slow.md">Slow</a>');
    expect(page).toContain('aria-current="page">Wiring');
  });

  it("[K15] needs no inline script or style", async () => {
    const page = await html("/docs/guides/wiring.mdx");

    expect(page).not.toMatch(/<script|<style|style=|\son\w+=/i);
    expect((await get("/docs/docs.css")).headers.get("content-type")).toContain("text/css");
  });

  it("[K15] lists pages by folder, and counts them where there are many", async () => {
    const few = await html("/docs");
    expect(few).toContain('<h2><a href="/docs/guides/">Guides</a></h2>');
    expect(few).toContain('<a href="/docs/guides/wiring.mdx">Wiring</a>');
    expect(await html("/docs/guides/")).toContain('<a href="/docs/guides/wiring.mdx">Wiring</a>');

    const many = Array.from({ length: 200 }, (_, index) => ({ path: `set-up/${index}.md`, title: "Page", key: "" }));
    expect(folderLayout({ base: "/docs", productName: "Lamp & Co", folder: "", pages: many })).toContain(
      '<a href="/docs/set-up/">Set up</a> <span>200</span>',
    );
  });

  it("[K15] leads a link without an ending to its page", async () => {
    const answer = await get("/docs/guides/wiring");

    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/docs/guides/wiring.mdx"]);
    expect((await get("/docs/guides")).headers.get("location")).toBe("/docs/guides/");
  });

  it("[K15] says so when a page cannot be shown in time", async () => {
    expect((await get("/docs/slow.md")).status).toBe(503);
  });

  it("[K15] serves nothing but pages of the index", async () => {
    for (const path of [
      "/docs/nothing.md",
      "/docs/../package.json",
      "/docs/%2e%2e%2fpackage.json",
      "/docs/..%2f..%2fetc%2fpasswd",
      "/docs//etc/passwd",
      "/docs/__proto__",
      "/docs/nowhere/",
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    expect((await get("/docs/%E0%A4%A")).status).toBeGreaterThanOrEqual(400);
  });
});

describe("rendering a page", () => {
  it("[K15] is done in a process of its own, and the same there", async () => {
    const markdown = pages["guides/a b.md"]!;

    const pool = processPool({ module: "render-process", processes: 1, timeLimit: 60_000, memoryLimit: 512 });

    expect(await pool.run({ path: "a.md", markdown })).toEqual(renderPage("a.md", markdown));
    await pool.close();
  });

  it("[K15] gives headings the anchors of the passages", () => {
    const markdown = pages["guides/a b.md"]!;
    const anchors = passagesOf(readPageTree("a.md", markdown)).map(({ anchor }) => anchor);

    expect(anchors).toEqual(["one", "one-1"]);
    for (const anchor of anchors) expect(renderPage("a.md", markdown).html).toContain(`<h2 id="${anchor}">`);
  });

  it("[K15] keeps the places that links lead to", () => {
    expect(renderPage("a.md", "# Two<a name='x.y'></a>\n\nText <a id='two'></a>here").html).toBe(
      '<h1 id="two">Two<a id="x.y"></a></h1>\n<p>Text here</p>',
    );
  });

  it("[K15] lets the keyboard reach what scrolls sideways", () => {
    const { html } = renderPage("a.md", "| a |\n| - |\n| b |\n\n```\ncode\n```");

    expect(html).toContain('<div class="scroller" tabindex="0"><table>');
    expect(html).toContain('<pre tabindex="0">');
  });

  it("[K15] links addresses that nobody marked up", () => {
    expect(renderPage("a.md", "See https://lamps.example now.").html).toContain(
      '<a href="https://lamps.example">https://lamps.example</a>',
    );
  });

  it("[K15] lets no script, handler or script address through", () => {
    const page = renderPage(
      "a.md",
      "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1)) [y](data:text/html,z)\n\n<p onclick=alert(1)>Words <iframe src=x></iframe></p>\n\n<a href='javascript:alert(1)'>z</a>",
    ).html;

    expect(page).not.toMatch(/script|onerror|onclick|iframe|data:|<img/i);
    expect(page).toContain("Words");
  });

  it("[K15] lets no element through that is not text, whatever the page holds", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "<script>",
        "<svg onload=x>",
        "<math><mi>",
        "[a](",
        "javascript:x)",
        "<style>",
        "```",
        "<a href=",
        "`<",
        "-->",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const { html } = renderPage("a.md", pieces.join("\n"));
        expect(html).not.toMatch(/<(script|style|svg|math|iframe|object|embed|form|link|meta|base)\b/i);
        expect(html).not.toMatch(/<[^>]*\s(on\w+|style)=/i);
        expect(html).not.toMatch(/href="\s*(javascript|data|vbscript):/i);
      }),
    );
  });
});
