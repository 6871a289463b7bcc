import { join } from "node:path";
import { afterEach, beforeEach } from "@jest/globals";
import type { BrowserContextOptions, Page } from "playwright-core";
import { composeLearning } from "../../src/compose-learning.ts";
import { projectRoot } from "../../src/config.ts";
import { readRegistry } from "../../src/models/registry.ts";
import { learnedWorld, NEW, OLD } from "../support/learned-world.ts";
import { scriptedVerbs } from "../support/scripted-verbs.ts";
import { type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { newId } from "../support/visitor-server.ts";
import { complaintsOfAxe } from "./axe.ts";
import { consoleOn } from "./console-page.ts";
import { expect, it, journeys } from "./stage.ts";

const root = temporaryFolder();
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

journeys("the learning loop in a browser", (stage) => {
  let dataDir: string;
  let times = 0;
  let verbs: ReturnType<typeof scriptedVerbs>;
  let server: StaffServer;
  let ana: StaffMember;
  let ben: StaffMember;

  beforeEach(async () => {
    dataDir = join(root, String(times++));
    learnedWorld(dataDir);
    const settings = { clientDir: join(projectRoot(), "dist/client"), drainMs: 10 };
    verbs = scriptedVerbs();
    server = await staffServer({}, Date.now, settings, (database, { audit }) => {
      return composeLearning(
        { dataDir, root: projectRoot() },
        { database, audit, clock: Date.now, newId, start: verbs.start },
      ).routes;
    });
    ana = await server.hire("owner", "Ana");
    ben = await server.hire("engineer", "Ben");
  });
  afterEach(() => server.close());

  async function enter(member: StaffMember, route: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await stage().open(`${server.url}/console/#/${route}`, options);
    await consoleOn(page).signIn(member.me.email);
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    return page;
  }

  it("[Y1, Y2, Y8] an engineer rolls an intent back by keyboard; the registry and the audit log say so", async () => {
    const page = await enter(ben, "inbox");
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    const returns = page.getByRole("listitem").filter({ hasText: "returns" });
    await returns.getByText("75 % → 95 %").waitFor();
    await page.getByText("<b>refunds</b>").waitFor();
    const untrained = page.getByRole("region", { name: /Not trained/ }).getByRole("listitem");
    expect(await untrained.allInnerTexts()).toEqual([
      expect.stringMatching(/^<i>gifts<\/i>\s+3 approved rows to learn from, and 10 are needed$/),
    ]);

    await consoleOn(page).button("Roll back returns").focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Roll back returns" });
    await dialog.getByRole("button", { name: "Roll back" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Rolled back: live at the next question.").waitFor();
    await returns.getByText(`Newest model ${NEW.slice(0, 8)}`).waitFor();
    expect(readRegistry(dataDir).serving.returns).toMatchObject({ model: OLD });

    const owner = await enter(ana, "audit");
    await owner.getByText(`returns: ${NEW} to ${OLD}`).waitFor();
  });

  it("[Y3, Y4] an engineer trains from the console, follows it line by line, and sees what came of it", async () => {
    const page = await enter(ben, "learning/runs");
    await page.getByText("it said what staff have not approved (3)").waitFor();
    const desk = consoleOn(page);
    await desk.button("Train now…").click();
    await desk.button("Start training").click();
    await page.getByText("The first one: how long it takes is not known yet.").waitFor();
    verbs.started[0]!.say("dataset <b>d</b>: 800 examples");
    await page.getByRole("log").getByText("dataset <b>d</b>: 800 examples").waitFor();

    const printed = JSON.stringify({ model: NEW, intents: [{ decision: "promoted" }] });
    verbs.started[0]!.end({ ok: true, printed });
    await page.getByText("Promoted: 1 of 1 intent.").waitFor({ state: "attached" });
    expect(verbs.started[0]!.asked).toEqual(["run", "--canary", "0.1"]);
  });

  it("[Y5, Y7] an engineer reads a dataset's rows and names what customers ask", async () => {
    const page = await enter(ben, "learning/datasets");
    await page.getByText("Its rows, and what was left out").click();
    await page.getByText("May I return <i>lamp</i> 0?").waitFor();
    await consoleOn(page).button("Show more").click();
    await page.getByText("May I return <i>lamp</i> 59?").waitFor();

    await page.getByRole("link", { name: "Intents", exact: true }).click();
    await page.getByText("Where is my <u>parcel</u>?").waitFor();
    await page.getByLabel("Name of parcel").fill("track_order");
    await page.keyboard.press("Enter");
    await page.getByText("1 decided group").waitFor();
    await consoleOn(page).button("Dismiss delivery").click();
    await page.getByText("2 decided groups").waitFor();
  });

  it("[Y2] a viewer sees the models and is offered nothing that they may not do", async () => {
    const page = await enter(await server.hire("viewer", "Vic"), "learning/models");
    await page.getByText("Served by a model").waitFor();

    expect(await page.getByRole("button", { name: /returns/ }).count()).toBe(0);
  });

  it.each(["light", "dark"] as const)("[B12] axe finds nothing on the learning pages, %s", async (colorScheme) => {
    const page = await enter(ben, "learning/models", { colorScheme, bypassCSP: true });
    const found: string[] = [];
    await ben.call("POST", "/learning/jobs", { verb: "run" });
    verbs.started[0]!.say("built");
    for (const viewport of SIZES) {
      await page.setViewportSize(viewport);
      for (const route of ["models", "runs", "datasets", "intents"]) {
        await consoleOn(page).goTo(`#/learning/${route}`);
        await page.locator(".page-head h1").waitFor();
        await page.locator(".skeletons").first().waitFor({ state: "detached" });
        const folded = page.locator("details:not([open]) > summary:visible");
        while ((await folded.count()) > 0) await folded.first().click();
        found.push(...(await complaintsOfAxe(page)).map((line) => `${route} ${viewport.width}: ${line}`));
      }
    }
    expect(found).toEqual([]);
  });
});
