import { transformSync } from "esbuild";

const options = {
  loader: "tsx",
  format: "esm",
  target: "node20",
  sourcemap: "inline",
  jsx: "automatic",
  jsxImportSource: "preact",
};

export default {
  process(source, filename) {
    const loader = filename.endsWith("x") ? "tsx" : "ts";
    return { code: transformSync(source, { ...options, loader, sourcefile: filename }).code };
  },
};
