import { resolve } from "node:path";
import { build, defineConfig, type InlineConfig } from "vite";

const root = import.meta.dirname;
const outDir = resolve(root, "dist/client");

/** The console is an application of its own, with paths of its own: one chunk for each of its pages. */
const consoleApp: InlineConfig = {
  configFile: false,
  root: resolve(root, "client/console"),
  base: "/console/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: { outDir: resolve(outDir, "console"), emptyOutDir: true, target: "es2022", assetsInlineLimit: 0 },
};

/** One `vite build`, three results: the demo page with its assets, the widget as one classic script, the console. */
export default defineConfig({
  root: resolve(root, "client/demo"),
  publicDir: resolve(root, "client/public"),
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: { outDir, emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  builder: {
    async buildApp(builder) {
      await builder.build(builder.environments.client!);
      await builder.build(builder.environments.widget!);
      await build(consoleApp);
    },
  },
  environments: {
    widget: {
      consumer: "client",
      build: {
        emptyOutDir: false,
        copyPublicDir: false,
        rolldownOptions: {
          input: resolve(root, "client/widget/main.tsx"),
          output: { format: "iife", entryFileNames: "widget.js" },
        },
      },
    },
  },
});
