// `npm run VERB -- ARGS`: builds what is missing, then hands over to src/cli/VERB.ts or finetune/cli.ts. Exit 0 ran, 1 failed, 2 wrong usage.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PrepareError, prepare, root } from "./prepare.mjs";

const [verb, ...args] = process.argv.slice(2);

try {
  prepare();
  const command = verb === "finetune" ? "finetune/cli" : `src/cli/${verb}`;
  const { main } = await import(pathToFileURL(join(root, `dist/${command}.js`)).href);
  process.exitCode = await main(args);
} catch (error) {
  process.stderr.write(`${error instanceof PrepareError ? error.message : (error?.stack ?? error)}\n`);
  process.exitCode = 1;
}
