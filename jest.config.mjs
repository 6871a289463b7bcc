// ES modules throughout; esbuild strips the types (they are checked by `npm run check`).
export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: { "\\.tsx?$": "<rootDir>/scripts/jest-transform.mjs" },
  roots: ["<rootDir>/tests"],
  testMatch: ["**/*.test.ts", "**/*.test.tsx"],
  maxWorkers: 2,
  testTimeout: 30_000,
};
