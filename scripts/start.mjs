// `npm start`: installs and builds what is missing, then runs the server in this process, so that signals reach it.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PrepareError, prepare, root } from "./prepare.mjs";

try {
  prepare();
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

const { main } = await import(pathToFileURL(join(root, "dist/src/main.js")).href);
await main();
