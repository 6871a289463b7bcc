import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Ranking } from "../../src/search/ranking.ts";
import { foundPaths, pagesOf, searchable } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/**
 * Signals that change no question of the sets that quality is measured on. Each is kept for a kind of question that those
 * sets lack: here it puts the better page above the worse one, and switched off it does not.
 */
type Case = {
  title: string;
  signal: keyof Ranking;
  question: string;
  pages: Record<string, string>;
  better: string;
  worse: string;
};

const CASES: Case[] = [
  {
    title: "[R7] a page uses another word than the one that was asked",
    signal: "synonyms",
    question: "How do I remove a lamp?",
    pages: {
      "mount.md": "Mount a lamp on the wall.",
      "dispose.md": "Delete a lamp from the list.",
      "stains.md": "Remove stains.",
    },
    better: "dispose.md",
    worse: "mount.md",
  },
  {
    title: "[R8] the question holds a typing error",
    signal: "spellings",
    question: "waranty of lamps",
    pages: { "care.md": "Lamps and the care of lamps.", "claims.md": "The warranty covers bulbs, and lamps too." },
    better: "claims.md",
    worse: "care.md",
  },
  {
    title: "[R6] only one page holds the quoted phrase word for word",
    signal: "phrases",
    question: '"red lamp glass"',
    pages: {
      "colours.md": "Red glass lamp, lamp red glass, glass red lamp.",
      "spares.md": "We sell red lamp glass.",
    },
    better: "spares.md",
    worse: "colours.md",
  },
];

const root = temporaryFolder();

describe("a signal pays where", () => {
  it.each(CASES)("$title", async ({ signal, question, pages, better, worse }) => {
    const isAbove = async (name: string, ranking: Partial<Ranking>) => {
      const folder = join(root, `${signal}-${name}`);
      const paths = await foundPaths(await searchable({ folder, pages: pagesOf(pages), ranking }), question);
      return paths.indexOf(better) < paths.indexOf(worse);
    };

    expect(await isAbove("on", {})).toBe(true);
    expect(await isAbove("off", { [signal]: 0 })).toBe(false);
  });
});
