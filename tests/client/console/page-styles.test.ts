import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../../src/config.ts";

const CONSOLE = join(projectRoot(), "client/console");

describe("style sheets that arrive with a page", () => {
  it("[B27] hold rules for that page alone, for the browser keeps them when another one is opened", () => {
    const sheets = sheetsOfPages();

    expect(sheets.map(({ page }) => page).sort()).toEqual(["advice", "learning", "prompts"]);
    expect(sheets.filter(({ page, text }) => !isOf(page, text))).toEqual([]);
  });
});

/** Sheets of our own that a module imports, with the page whose folder the module stands in. */
function sheetsOfPages(): { page: string; text: string }[] {
  const modules = readdirSync(CONSOLE, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  return modules.flatMap((name) => {
    const file = join(CONSOLE, name);
    const imported = readFileSync(file, "utf8").matchAll(/^import "(\..+\.css)";$/gm);
    return [...imported].map(([, path]) => ({
      page: dirname(name),
      text: readFileSync(resolve(dirname(file), path!), "utf8"),
    }));
  });
}

/** One block around all rules. The formatter indents what is inside a block, and nothing else. */
function isOf(page: string, sheet: string): boolean {
  const outside = sheet.split("\n").filter((line) => /^\S/.test(line));
  return outside.join("\n") === `:where([data-page="${page}"]) {\n}`;
}
