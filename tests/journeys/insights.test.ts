import { join } from "node:path";
import { afterEach, beforeEach } from "@jest/globals";
import type { BrowserContextOptions, Page } from "playwright-core";
import { projectRoot } from "../../src/config.ts";
import { answered } from "../support/answered.ts";
import { type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";
import { complaintsOfAxe } from "./axe.ts";
import { consoleOn, overflowOf } from "./console-page.ts";
import { expect, it, journeys } from "./stage.ts";

const DAY = 86_400_000;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 820, height: 1180 },
  { width: 390, height: 844 },
];

journeys("insights and search in a browser", (stage) => {
  let server: StaffServer;
  let ana: StaffMember;

  beforeEach(async () => {
    server = await staffServer({}, Date.now, { clientDir: join(projectRoot(), "dist/client"), drainMs: 10 });
    ana = await server.hire("owner", "Ana");
    const { database, ports } = server;
    const at = Date.now() - 3 * DAY;
    const returns = { intent: { name: "returns", probability: 1 } };
    for (const name of ["a", "b", "c"]) {
      const question = `How long can I return lamp ${name}?`;
      const answerId = await answered(database, name, { question, at, record: returns, firstTokenAt: at + 400 });
      if (name === "a") await ports.store.rateAnswer(name, { messageId: answerId, verdict: "up" }, at);
    }
    for (const name of ["d", "e"]) {
      const question = name === "d" ? "Do you sell <b>boats</b>?" : "do you sell <b>boats</b>";
      await answered(database, name, { question, at: at + DAY, outcome: "no-answer" });
    }
  });
  afterEach(() => server.close());

  async function enter(route: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await stage().open(`${server.url}/console/#/${route}`, options);
    await consoleOn(page).signIn(ana.me.email);
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    return page;
  }

  const rows = (page: Page) => page.getByRole("region", { name: "Search" }).getByRole("listitem").locator("a.line");

  it("[B14] leads from a number to the conversations that it counts, and on to one of them", async () => {
    const page = await enter("insights?days=7");
    const endings = page.getByRole("region", { name: "How conversations ended" });
    const assumed = endings.getByRole("listitem").filter({ hasText: "Assumed solved" });
    await assumed.getByRole("link", { name: "2", exact: true }).click();

    await page.getByText("2 conversations").waitFor();
    expect(await rows(page).count()).toBe(2);
    await rows(page).first().click();
    await consoleOn(page)
      .log.getByText(/How long can I return lamp/)
      .waitFor();

    await page.goBack();
    await page.getByRole("link", { name: "How it ended: Assumed solved" }).click();
    await page.getByText("5 conversations").waitFor();
  });

  it("[B14] shows the chart's numbers as a table, and a website's and a time's alone", async () => {
    const page = await enter("insights?days=7");
    await page.getByText("The same as a table").click();
    const table = page.getByRole("region", { name: "Conversations over time, as a table" });
    await table.getByRole("link", { name: "2" }).first().waitFor();
    expect(await page.locator(".volume-chart canvas").count()).toBe(1);

    const colours = page.getByLabel("Intents", { exact: true }).locator(".legend");
    await colours.getByText("Assumed solved").waitFor();
    await page
      .getByRole("region", { name: "Table of intents" })
      .getByRole("row", { name: /^returns 3/ })
      .waitFor();
    await page.getByRole("link", { name: "90 days" }).click();
    await page.getByRole("link", { name: "90 days" }).and(page.locator("[aria-current]")).waitFor();
    await consoleOn(page).goTo("#/insights?from=2020-01-01&until=2020-01-02");
    await page.getByText("No conversations in this time").waitFor();
  });

  it("[B14] says of a first day when a conversation counts as over", async () => {
    const words = "One is over once it is closed";
    const page = await enter("insights?days=7");
    await page.getByText("Solved without a person").waitFor();
    expect(await page.getByText(words).count()).toBe(0);
    await answered(server.database, "today", { question: "Do you sell kites?", at: Date.now() });
    await consoleOn(page).goTo("#/insights?days=1");
    await page.getByText(words).waitFor();
  });

  it("[B10] names the customer of each row, and who said it", async () => {
    await server.database.db
      .updateTable("conversations")
      .set({ subject: "<b>Cleo</b>" })
      .where("id", "=", "a")
      .execute();
    const page = await enter("search?text=lamp");
    await rows(page)
      .filter({ hasText: "<b>Cleo</b>" })
      .filter({ hasText: /How long can I return lamp a/ })
      .first()
      .waitFor();
    expect(new Set(await rows(page).locator("b").allTextContents()).size).toBe(3);
  });

  it("[B10] says that Enter searches, finds by the button, too, and shows everything once the field is emptied", async () => {
    const page = await enter("search");
    const words = page.getByRole("searchbox", { name: "Words" });
    const hint = page.getByText("Press Enter to search");
    await words.fill("lam");
    await hint.waitFor();
    await words.fill("lamp");
    expect(new URL(page.url()).hash).toBe("#/search");

    await words.press("Enter");
    await page.waitForURL(/text=lamp$/);
    await hint.waitFor({ state: "detached" });
    await words.fill("kites");
    await consoleOn(page).button("Search").click();
    await page.getByText("Nothing matches").waitFor();
    await words.fill("");
    await rows(page).first().waitFor();
    expect(new URL(page.url()).hash).toBe("#/search");
  });

  it("[B15] groups what nothing was found for, and shows who asked as text", async () => {
    const page = await enter("insights");
    const gaps = page.getByRole("region", { name: "Documentation gaps" });
    await gaps.getByText("2 times").click();
    await gaps.getByRole("link", { name: "Do you sell <b>boats</b>?", exact: true }).click();
    await consoleOn(page).log.getByText("Do you sell <b>boats</b>?").waitFor();
  });

  it("[B16] keeps a search under a name, for the team if wanted, and finds it again", async () => {
    const ben = await server.hire("agent", "Ben");
    const page = await enter("search?rows=conversations&resolution=unanswered");
    const desk = consoleOn(page);
    await page.getByText("Saved views").click();
    await page.getByLabel("Name of this search").fill("<i>Unanswered</i>");
    await desk.button("Save").click();
    await desk.button("Share <i>Unanswered</i>").click();
    await desk.button("Unshare <i>Unanswered</i>").waitFor();
    expect((await ben.call("GET", "/views")).body.views).toMatchObject([{ name: "<i>Unanswered</i>" }]);

    await page.getByRole("link", { name: "Clear all" }).click();
    await page.getByRole("link", { name: "<i>Unanswered</i>" }).click();
    await page.getByText("2 conversations").waitFor();
    await desk.button("Remove <i>Unanswered</i>").click();
    await page.getByText("“<i>Unanswered</i>” is removed.").waitFor();
  });

  it.each(["light", "dark"] as const)(
    "[B12] axe finds nothing on insights, gaps and search, %s",
    async (colorScheme) => {
      await ana.call("POST", "/views", { name: "Thumbs down", filters: { rows: "answers", rating: "down" } });
      const page = await enter("insights", { colorScheme, bypassCSP: true });
      const found: string[] = [];
      for (const viewport of SIZES) {
        await page.setViewportSize(viewport);
        for (const route of [
          "insights",
          "gaps",
          "search?rows=conversations&resolution=assumed",
          "search?rows=answers",
        ]) {
          await consoleOn(page).goTo(`#/${route}`);
          await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
          expect([route, await overflowOf(page)]).toEqual([route, 0]);
          await page.locator(".skeletons").first().waitFor({ state: "detached" });
          const folded = page.locator("details:not([open]) > summary");
          while ((await folded.count()) > 0) await folded.first().click();
          const filters = page.getByRole("button", { name: "Filters", expanded: false });
          if ((await filters.count()) > 0) await filters.click();
          found.push(...(await complaintsOfAxe(page)).map((complaint) => `${route} ${viewport.width}: ${complaint}`));
        }
      }

      expect(found).toEqual([]);
    },
    90_000,
  );
});
