import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";

const WIDGET = join(projectRoot(), "dist/client/widget.js");
const PAGE = join(projectRoot(), "dist/client/index.html");

describe("the built client", () => {
  it("[U1] is one script of at most 25 kB gzipped", () => {
    expect(existsSync(WIDGET) ? "built" : "run npm run build first").toBe("built");

    expect(gzipSync(readFileSync(WIDGET), { level: 9 }).length).toBeLessThanOrEqual(25_000);
  });

  it("[U22] needs neither eval nor inline styles nor inline scripts", () => {
    expect(/\beval\(|new Function\(/.exec(readFileSync(WIDGET, "utf8"))).toBeNull();
    expect(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/.exec(readFileSync(PAGE, "utf8"))).toBeNull();
  });

  it("[U2] is made of sources that never write HTML", () => {
    const client = join(projectRoot(), "client");
    const sources = readdirSync(client, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
    const writers = sources.filter((name) =>
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write/i.test(readFileSync(join(client, name), "utf8")),
    );

    expect(writers).toEqual([]);
  });
});
