import { join } from "node:path";
import type { Page } from "playwright-core";
import { composeLearning } from "../../src/compose-learning.ts";
import { projectRoot } from "../../src/config.ts";
import { answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { learnedWorld } from "../support/learned-world.ts";
import { reviewing } from "../support/reviewing.ts";
import { scriptedVerbs } from "../support/scripted-verbs.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { newId } from "../support/visitor-server.ts";
import { consoleOn } from "./console-page.ts";
import { consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";

const PAGES = [
  "inbox/open",
  "review",
  "verified",
  "gaps",
  "insights",
  "prompts",
  "learning/models",
  "learning/runs",
  "advice",
  "people",
  "audit",
  "account",
];

const dataDir = join(temporaryFolder(), "learned");

consoleJourneys(
  "pages one after the other",
  (stage) => {
    it("[B27] look as they do when they are the first", async () => {
      const ana = await stage().office.hire("owner", "Ana");
      const at = Date.now() - 3 * 86_400_000;
      for (const name of ["a", "b"]) {
        await answered(stage().office.database, name, { question: `How long can I return lamp ${name}?`, at });
        await answered(stage().office.database, `no ${name}`, { question: "Boats?", at, outcome: "no-answer" });
      }
      const page = await stage().enter(ana, "inbox", { reducedMotion: "reduce" });
      // "Now" and "1 min" are of different widths.
      await page.clock.setFixedTime(Date.now());
      const first: Record<string, string[]> = {};
      for (const route of PAGES) {
        await consoleOn(page).goTo(`#/${route}`);
        await page.reload();
        first[route] = await looksOf(page);
      }
      for (const route of PAGES) {
        await consoleOn(page).goTo(`#/${route}`);
        await arrived(page);
      }

      const later: Record<string, string[]> = {};
      for (const route of PAGES) {
        await consoleOn(page).goTo(`#/${route}`);
        later[route] = await looksOf(page);
      }
      expect(later).toEqual(first);
      expect(first.review!.length).toBeGreaterThan(20);
      // Three dozen openings of a page.
    }, 90_000);
  },
  {
    routes: (database, { audit }) => {
      learnedWorld(dataDir);
      const ports = { database, audit, clock: Date.now, newId, start: scriptedVerbs().start };
      const learning = composeLearning({ dataDir, root: projectRoot() }, ports).routes;
      return [...learning, ...reviewing(database, fixedKnowledge([]), Date.now)];
    },
  },
);

async function arrived(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
  await page.locator(".skeletons").first().waitFor({ state: "detached" });
  // A chart's code comes behind the page.
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".loss-chart")].every((chart) => chart.childElementCount > 0),
  );
}

/** Place, size and dress of all that the page shows, once everything has arrived. */
async function looksOf(page: Page): Promise<string[]> {
  await page.waitForLoadState("networkidle");
  await arrived(page);
  return page.locator(".view *:not(svg *, .uplot *)").evaluateAll((elements) =>
    elements.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const { display, gap, padding, color, backgroundColor, fontSize, borderRadius } = getComputedStyle(element);
      const place = [x, y, width, height].map(Math.round).join();
      const dress = [display, gap, padding, color, backgroundColor, fontSize, borderRadius].join(";");
      return `${element.tagName} ${element.className} ${place} ${dress}`;
    }),
  );
}
