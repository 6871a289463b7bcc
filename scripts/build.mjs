// `npm run build`: the build alone, for images and for development.
import { PrepareError, prepare } from "./prepare.mjs";

try {
  prepare();
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
