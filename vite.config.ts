import { resolve } from "node:path";
import { defineConfig } from "vite";

const root = import.meta.dirname;
const outDir = resolve(root, "dist/client");

/** One `vite build`, two results: the demo page with its assets, and the widget as a single classic script. */
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
