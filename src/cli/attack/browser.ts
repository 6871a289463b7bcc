import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { encoded, type HostileInput, isKeepable } from "./inputs.ts";
import { RETURNS, writeHostilePages } from "./pages.ts";
import { type AttackLog, type AttackReport, attackLog } from "./report.ts";
import { type AttackedServer, attackedServer } from "./server.ts";
import { type AttackedCustomer, type AttackedStaff, hireOwner, newCustomer, OWNER } from "./staff.ts";

/** Of the widget and the console, in one conversation: more than a screen holds, fewer than what is told at once. */
const IN_ONE = 40;
const PATIENCE_MS = 60_000;

const BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

type Scene = { server: AttackedServer; owner: AttackedStaff; browser: Browser; log: AttackLog };

/** Shows every input in a real browser, in the widget, the console and the documentation: none of them may come to life. */
export async function attackBrowser(
  folder: string,
  inputs: readonly HostileInput[],
  say: (line: string) => void,
): Promise<AttackReport> {
  const log = attackLog("browser");
  const executablePath = BROWSERS.find((path) => existsSync(path));
  if (!executablePath) {
    log.problem("no Chromium was found, so nothing was shown");
    return log.report();
  }
  const knowledge = join(folder, "pages");
  const paths = writeHostilePages(knowledge, inputs);
  const server = await attackedServer({ DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: knowledge });
  const owner = await hireOwner(server.url, server.setUpToken);
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  const scene = { server, owner, browser, log };

  await seesMarkup(scene);
  await conversations(
    inputs.filter(({ text }) => isKeepable(text)),
    scene,
    say,
  );
  await documentation(["", "pages/", "names/", ...paths], scene);
  await browser.close();
  owner.leave();
  await server.stop();
  return log.report();
}

/** Whoever finds nothing has to show that they would have found something. */
async function seesMarkup(scene: Scene): Promise<void> {
  const found = attackLog("control");
  const page = await openPage({ ...scene, log: found });
  await page.setContent(
    "<main><img src=x onerror='owned=1'><a href=javascript:owned=1>x</a><svg><script></script></svg></main>",
  );
  await page.waitForFunction("globalThis.owned === 1");
  await looked(page, "main", "the control", found);
  scene.log.check(found.report().problems.length === 4, "markup that is alive was not noticed");
  await page.context().close();
}

/** What customers and staff have written, and what the bot quotes, as the customer and as staff see it. */
async function conversations(
  inputs: readonly HostileInput[],
  scene: Scene,
  say: (line: string) => void,
): Promise<void> {
  const desk = await openPage(scene);
  await signIn(desk, scene);
  for (let at = 0; at < inputs.length; at += IN_ONE) {
    const said = inputs.slice(at, at + IN_ONE);
    const customer = await saidBothWays(said, scene);
    await theirWidget(customer, said.length, scene);
    await theConsole(desk, customer, said, scene);
    customer.leave();
    for (const { family } of said) scene.log.ended(`shown as text: ${family}`);
    say(`browser: ${Math.min(at + IN_ONE, inputs.length)} of ${inputs.length} inputs`);
  }
  await desk.context().close();
}

async function saidBothWays(said: readonly HostileInput[], { server, owner }: Scene): Promise<AttackedCustomer> {
  const customer = await newCustomer(server.url);
  const { conversationId } = customer.session;
  await customer.ask(`${said[0]?.text.slice(0, 200)} ${RETURNS}`);
  await owner.send("take-over", { conversationId });
  for (const [number, { text }] of said.entries()) {
    await customer.send("ask", { clientMessageId: `shown-${number}`, text });
    await owner.send("reply", { conversationId, clientMessageId: `shown-${number}`, text });
    await owner.send("note", { conversationId, text });
  }
  await owner.send("label", { conversationId, labels: said.slice(0, 15).map(({ text }) => text.slice(0, 40)) });
  return customer;
}

async function theirWidget({ session }: AttackedCustomer, count: number, scene: Scene): Promise<void> {
  const page = await openPage(scene);
  await page.addInitScript(
    ([token, server]) => {
      const store = (globalThis as unknown as { localStorage: { setItem(key: string, value: string): void } })
        .localStorage;
      store.setItem(`switchboard:${server}:token`, token ?? "");
    },
    [session.visitorToken, scene.server.url],
  );
  await page.goto(scene.server.url);
  await page.locator("switchboard-chat .launcher").click();
  await page
    .locator("switchboard-chat .log > ol > li")
    .nth(2 * count)
    .waitFor({ state: "attached" });
  await looked(page, "switchboard-chat .log", "the widget", scene.log);
  await page.context().close();
}

async function theConsole(
  desk: Page,
  { session }: AttackedCustomer,
  said: readonly HostileInput[],
  scene: Scene,
): Promise<void> {
  const go = (hash: string) =>
    desk.evaluate(
      (to) => void Object.assign((globalThis as unknown as { location: object }).location, { hash: to }),
      hash,
    );
  await go(`#/inbox/open/${session.conversationId}`);
  await desk
    .locator(".thread li.entry")
    .nth(2 * said.length)
    .waitFor({ state: "attached" });
  await looked(desk, "main, .view", "the console's conversation", scene.log);
  for (const { text } of said.slice(0, 3)) {
    await go(`#/search?text=${encoded(text.slice(0, 100))}`);
    await desk.getByRole("main").waitFor();
    await looked(desk, "main, .view", "the console's search", scene.log);
  }
}

async function documentation(paths: readonly string[], scene: Scene): Promise<void> {
  const page = await openPage(scene);
  for (const path of paths) {
    await page.goto(`${scene.server.url}/docs/${path.split("/").map(encodeURIComponent).join("/")}`);
    await looked(page, "body", `the page ${encodeURI(path).slice(0, 100)}`, scene.log);
    scene.log.ended("page of the documentation");
  }
  await page.context().close();
}

async function openPage({ browser, log }: Scene): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on("dialog", (dialog) => {
    log.problem(`a dialog was opened: ${dialog.message().slice(0, 80)}`);
    void dialog.dismiss();
  });
  page.on("popup", () => log.problem("a window was opened"));
  page.on("pageerror", (error) => log.problem(`a script of a page failed: ${error.message.slice(0, 200)}`));
  // What the policy had to stop should not have stood in the page.
  page.on("console", (message) => {
    const stopped = /Content.Security.Policy/i.test(message.text()) && /script|frame|object/i.test(message.text());
    if (stopped) log.problem(`the policy had to stop: ${message.text().slice(0, 200)}`);
  });
  return page;
}

async function signIn(page: Page, { server }: Scene): Promise<void> {
  await page.goto(`${server.url}/console/`);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
}

/** Elements that no text of ours becomes. Icons are drawn as `svg`, so that only foreign parts of one count. */
const STRANGE =
  "script, iframe, frame, object, embed, base, math, video, audio, marquee, style, link, meta, template, svg script, svg animate, svg set, svg a, foreignObject, [srcdoc], [formaction]";

async function looked(page: Page, within: string, where: string, log: AttackLog): Promise<void> {
  if (await page.evaluate("globalThis.owned === 1")) {
    log.problem(`${where}: a script was run`);
  }
  const found = await page.locator(within).evaluateAll(foundIn, STRANGE);
  for (const element of found) log.problem(`${where}: ${element}`);
}

/** Runs in the page. */
function foundIn(roots: unknown[], strange: string): string[] {
  type Attribute = { name: string; value: string };
  type Node = { outerHTML: string; tagName: string; attributes: Iterable<Attribute>; matches(s: string): boolean };
  type Parent = { querySelectorAll(selector: string): Iterable<Node> };
  const runs = ({ name, value }: Attribute) =>
    /^on/i.test(name) ||
    (["href", "src", "action", "xlink:href"].includes(name) &&
      /^\W*(?:javascript|vbscript|data:text|file|blob)/i.test(value));
  const ours = (node: Node) => node.tagName === "LINK" && /docs\.css|\/console\/assets\//.test(node.outerHTML);
  return roots
    .flatMap((root) => [...(root as Parent).querySelectorAll("*")])
    .filter((node) => (node.matches(strange) && !ours(node)) || [...node.attributes].some(runs))
    .map((node) => node.outerHTML.slice(0, 150));
}
