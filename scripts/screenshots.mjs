// `node scripts/screenshots.mjs`: takes docs/screenshots anew, from a server of its own with the demonstration's data.
// Needs Chromium (CHROMIUM_PATH, or at /usr/bin/chromium).
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { prepare, root } from "./prepare.mjs";

const PORT = 4191;
const SERVER = `http://127.0.0.1:${PORT}`;
const ANA = { name: "Ana Duarte", email: "ana@example.com", password: "correct horse battery" };
const SIZE = { width: 1280, height: 800 };

prepare();
const dataDir = mkdtempSync(join(tmpdir(), "switchboard-screenshots-"));
const environment = { ...process.env, DATA_DIR: dataDir, PORT: String(PORT), RATE_LIMITS: "off" };
const server = spawn(process.execPath, [join(root, "scripts/start.mjs")], { env: environment });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const setUp = await printedLink(server);
  const console_ = await openPage(setUp);
  await console_.getByLabel("Your name").fill(ANA.name);
  await console_.getByLabel("E-mail").fill(ANA.email);
  await console_.getByLabel("Password").fill(ANA.password);
  await console_.getByRole("button", { name: "Create account" }).click();
  await console_.getByRole("navigation", { name: "Pages" }).waitFor();
  await fillWithDemoData();

  const customer = await openPage(SERVER);
  await takeWidget(customer);
  await takeConsole(console_, customer);
  await takeInsights(console_);
} finally {
  await browser.close();
  server.kill();
  await new Promise((resolve) => server.once("exit", resolve));
  rmSync(dataDir, { recursive: true, force: true });
}

/** The link that makes the owner, which the server prints at its first start. */
function printedLink({ stdout, stderr }) {
  return new Promise((resolve, reject) => {
    let printed = "";
    const read = (piece) => {
      printed += piece;
      const found = /http:\S+set-up\?token=[\w-]+/.exec(printed)?.[0];
      if (found && printed.includes("listening")) resolve(found);
    };
    stdout.on("data", read);
    stderr.on("data", read);
    server.once("exit", () => reject(new Error(`The server did not start:\n${printed}`)));
  });
}

async function openPage(url) {
  const context = await browser.newContext({ viewport: SIZE, colorScheme: "light", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

function fillWithDemoData() {
  const demo = spawn(process.execPath, [join(root, "scripts/run.mjs"), "demo-data"], { env: environment });
  return new Promise((resolve, reject) =>
    demo.once("exit", (code) => (code === 0 ? resolve() : reject(new Error("demo-data failed")))),
  );
}

async function takeWidget(page) {
  await page.getByRole("button", { name: "Open the chat" }).click();
  await ask(page, "Can I use my own language model?");
  await page
    .getByRole("button", { name: /Use your own language model/ })
    .first()
    .click();
  await take(page, "widget");
}

/** Somebody has taken over, and the bot suggests what to say next. */
async function takeConsole(page, customer) {
  await ask(customer, "Can I talk to a person?");
  await page.reload();
  await page.getByRole("link", { name: /talk to a person/ }).click();
  await page.getByRole("button", { name: "Take over", exact: true }).click();
  await page.getByRole("textbox", { name: "Reply" }).fill("Hello, Ana here. Which files do you want it to read?");
  await page.keyboard.press("Enter");
  await customer.getByText("Hello, Ana here.").first().waitFor();
  await customer.getByRole("textbox", { name: "Ask a question …" }).fill("Mostly PDFs. Some of them are scans.");
  await customer.keyboard.press("Enter");
  await page.getByRole("region", { name: "The bot's draft" }).waitFor();
  await page.getByRole("button", { name: "Dismiss" }).first().click();
  await take(page, "console");
}

async function takeInsights(page) {
  await page.goto(`${SERVER}/console/#/insights`);
  await page.setViewportSize({ width: SIZE.width, height: 900 });
  await page.getByRole("heading", { name: "How conversations ended" }).waitFor();
  await take(page, "insights");
}

async function ask(page, text) {
  const answers = page.locator("switchboard-chat .answer");
  const before = await answers.count();
  await page.getByRole("textbox", { name: "Ask a question …" }).fill(text);
  await page.keyboard.press("Enter");
  await answers.nth(before).getByRole("button", { name: "This helped" }).first().waitFor();
}

async function take(page, name) {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(root, "docs/screenshots", `${name}.png`) });
}
