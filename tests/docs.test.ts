import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot, settings } from "../src/config.ts";

const root = projectRoot();
const read = (path: string) => readFileSync(join(root, path), "utf8");
const filesBelow = (folder: string, ending: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => `${folder}/${name}`);

const handbook = filesBelow("knowledge", /\.md$/).map(read).join("\n");

describe("the documentation", () => {
  it("documents every setting in the handbook", () => {
    expect(Object.keys(settings.shape).filter((name) => !handbook.includes(`\`${name}\``))).toEqual([]);
  });

  it("documents every script in the handbook or the README", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const documented = handbook + read("README.md");
    const written = (script: string) => (["start", "test"].includes(script) ? `npm ${script}` : `npm run ${script}`);

    expect(Object.keys(scripts).filter((script) => !documented.includes(written(script)))).toEqual([]);
  });

  it("carries the text of the license that the package names", () => {
    const { license } = JSON.parse(read("package.json")) as { license: string };

    expect(license).toBe("Apache-2.0");
    expect(read("LICENSE")).toMatch(/Apache License\s+Version 2\.0.+END OF TERMS AND CONDITIONS/s);
    expect(read("README.md")).toContain(`[${license}](LICENSE)`);
  });

  it.each(["knowledge/knowledge-base/formats.md", "knowledge/operations/limits.md"])(
    "[K2] states in %s the time and memory that a page may take",
    (page) => expect(read(page)).toMatch(/60 s.+512 MB|512 MB.+60 s/),
  );

  it("links to nothing that is missing", () => {
    const pages = ["README.md", ...filesBelow("docs", /\.md$/), ...filesBelow("knowledge", /\.md$/)];

    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  it("numbers every rule of the specification once, and proves it by a test that names it", () => {
    const rules = [...read("docs/SPEC.md").matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule!);
    const tests = filesBelow("tests", /\.test\.tsx?$/)
      .map(read)
      .join("\n");

    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter((rule, at) => rules.indexOf(rule) !== at)).toEqual([]);
    expect(rules.filter((rule) => !new RegExp(`\\[${rule}[\\],]|[\\[ ]${rule}[\\],]`).test(tests))).toEqual([]);
  });
});

function brokenLinks(page: string): string[] {
  const prose = read(page).replace(/```[\s\S]*?```|`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!.split("#")[0]!)
    .filter((target) => target !== "" && !/^[a-z]+:|^\//.test(target))
    .filter((target) => !existsSync(join(root, dirname(page), target)))
    .map((target) => `${page} → ${target}`);
}
