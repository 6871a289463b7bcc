import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { UsageError } from "../../src/cli/command-line.ts";
import { readLabelledRows } from "../../src/cli/labelled-rows.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
function fileOf(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe("labelled texts in a table", () => {
  it("[E15] are read under the names of their columns, whatever stands beside them, packed or not", () => {
    const table = '\uFEFFcategory,text,note\nrefund,"Where, please, is my money?",x\n\nlate,Where is it?,\n';
    const rows = [
      { text: "Where, please, is my money?", category: "refund" },
      { text: "Where is it?", category: "late" },
    ];

    expect(readLabelledRows(fileOf("a.csv", table))).toEqual(rows);
    expect(readLabelledRows(fileOf("a.csv.gz", gzipSync(table)))).toEqual(rows);
    expect(readLabelledRows(fileOf("b.csv", "said,intent\nHi,greet\n"), { text: "said", label: "intent" })).toEqual([
      { text: "Hi", category: "greet" },
    ]);
  });

  it.each([
    ["without such a column", "question,answer\na,b\n", 'no column "text", nor "category"'],
    ["without a row", "text,category\n", "no row below its head"],
    ["that is empty", "", "no row below its head"],
    ["with a quote left open", 'text,category\n"a,b\n', "line 2: a quote is opened and never closed"],
    ["with a row too long", "text,category\na,b,c\n", "line 2: it has 3 cells"],
  ])("[E15] name the file, the line and what to do: a table %s", (_, content, said) => {
    const file = fileOf("bad.csv", content);

    expect(() => readLabelledRows(file)).toThrow(UsageError);
    expect(() => readLabelledRows(file)).toThrow(file);
    expect(() => readLabelledRows(file)).toThrow(said);
  });

  it("[E15] are named when they are not there, or no archive", () => {
    expect(() => readLabelledRows(join(folder, "none.csv"))).toThrow(/none\.csv cannot be read: there is no such file/);
    expect(() => readLabelledRows(fileOf("c.csv.gz", "text,category\n"))).toThrow(/c\.csv\.gz cannot be read/);
  });
});
