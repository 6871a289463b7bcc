import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../../src/config.ts";

// `npm run VERB -- ARGS` out of the sources, as a program of its own, to be killed.
const [verb, ...args] = process.argv.slice(2);
const file = verb === "finetune" ? "finetune/cli.ts" : `src/cli/${verb}.ts`;
const { main } = (await import(pathToFileURL(join(projectRoot(), file)).href)) as {
  main: (argv: string[]) => Promise<number>;
};
process.exitCode = await main(args);
