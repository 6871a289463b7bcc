import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";

/** Files that nothing on the way to a server without a model imports. */
const OFFERED = ["search/langchain-retriever.ts"];

describe("start-up without a model", () => {
  it("[M12] loads no LangChain and no tokenizer: only types are imported from them at the top of a file", () => {
    const folder = join(projectRoot(), "src");
    const eager = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !OFFERED.includes(file))
      .filter((file) =>
        /^(?:import|export) (?!type\b)[^;]*?from "(?:@?langchain|js-tiktoken)/m.test(
          readFileSync(join(folder, file), "utf8"),
        ),
      );

    expect(eager).toEqual([]);
  });
});
