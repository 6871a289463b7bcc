import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import type { Page } from "playwright-core";
import { projectRoot } from "../../src/config.ts";
import { adviceFile } from "../../src/models/advice-file.ts";
import { ADVICE_FORMAT, type Advice } from "../../src/protocol/advice.ts";
import type { PromptsView } from "../../src/protocol/prompts.ts";
import { says } from "../support/openai/behaviours.ts";
import { type OpenaiServer, openaiServer } from "../support/openai-server.ts";
import { openVisitor } from "../support/visitor.ts";
import { complaintsOfAxe } from "./axe.ts";
import { consoleOn } from "./console-page.ts";
import { expect, it, journeys } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

const PAGE = "# Returns\n\nA bicycle can be returned within 30 days of delivery. Refunds take a week.\n";
const ANSWER = "It can be returned within 30 days of delivery";
const BRISK = "Sound brisk.";
const BAD = "Name no sources.";
const QUESTIONS = 50;
const UNKNOWN = "Who painted the ceiling of the Sistine Chapel?";
const NOTHING = "We have <b>no page</b> on this <img src=x>.";

/** `npm start` with a model of its own, which does what its prompt says. */
journeys("a prompt, from the studio to the next customer", (stage) => {
  let folder: string;
  let openai: OpenaiServer;
  let server: ChildProcess;
  let setUp: string;

  beforeAll(async () => {
    openai = await openaiServer();
    openai.next(
      says(({ messages }) => {
        const prompt = messages[0]!.content;
        const brisk = prompt.includes(BRISK) ? "Brisk: " : "";
        const source = prompt.includes(BAD) ? "" : " [1]";
        return `<private-notes>hm</private-notes><customer-answer>${brisk}${ANSWER}${source}.</customer-answer>`;
      }),
    );
    folder = mkdtempSync(join(tmpdir(), "switchboard-studio-"));
    const knowledge = mkdtempSync(join(folder, "knowledge-"));
    writeFileSync(join(knowledge, "returns.md"), PAGE);
    server = spawn(process.execPath, [join(projectRoot(), "scripts/start.mjs")], {
      env: {
        PATH: process.env.PATH,
        DATA_DIR: join(folder, "data"),
        KNOWLEDGE_DIR: knowledge,
        PORT: "0",
        RATE_LIMITS: "off",
        OPENAI_BASE_URL: openai.url,
        OPENAI_API_KEY: openai.key,
        CHAT_MODEL: "small",
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    setUp = await setUpLink(server);
  }, 120_000);

  afterAll(async () => {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await gone;
    await openai.close();
    rmSync(folder, { recursive: true });
  });

  it("[M73, M63] edits, replays 50 questions, sees the paired result and publishes; [M65] the guard takes a bad version back", async () => {
    const { origin } = new URL(setUp);
    await askInConversations(origin, QUESTIONS, "before");
    const page = await stage().open(setUp, { bypassCSP: true });
    const { button, link } = consoleOn(page);
    await signUp(page);

    await link("Prompts").click();
    await link("Edit the live version").click();
    await edit(page, { tone: BRISK, name: "brisk" });
    await page.getByText(`${QUESTIONS} questions`, { exact: true }).waitFor();
    await page.getByText("No difference").first().waitFor();
    await page.getByText("0 won, 0 lost, 50 tied").waitFor();
    await page.getByText(`Brisk: ${ANSWER}`).first().waitFor();

    await button("Publish…").click();
    await button("Publish now").click();
    await page.getByText("Published: it answers the next question.").waitFor();
    const customer = widgetOn(await stage().visit({}, origin));
    await customer.open();
    await customer.ask("How many days do I have to return a bicycle?");
    await customer.answer(new RegExp(`Brisk: ${ANSWER}`)).waitFor();
    const live = (await prompts(page)).serving.live;
    expect(live).toMatch(/^brisk@/);

    await link("Edit the live version").click();
    await edit(page, { tone: BAD, name: "bare" });
    await page.getByText("Worse", { exact: true }).waitFor();
    await button("Publish…").click();
    await page.getByLabel("Share of conversations").selectOption("50");
    await button("Start the canary").click();
    await page.getByText("The canary serves its share").waitFor();
    expect((await prompts(page)).serving.canary?.version).toMatch(/^bare@/);

    for (let round = 0; (await prompts(page)).serving.canary; round += 1) {
      await askInConversations(origin, 10, `round ${round}`);
    }
    const { serving, history } = await prompts(page);
    expect(serving).toMatchObject({ live, canary: null });
    expect(history[0]).toMatchObject({ action: "rollback", by: null });
    expect(history[0]?.reason).toMatch(/^no source: /);
    await page.reload();
    await page.getByText("The guard").waitFor();
    expect(await complaintsEverywhere(page, serving.live)).toEqual([]);
  }, 180_000);

  it("[M79] words what a customer reads when nothing is found: tried first, published, and shown as text", async () => {
    const { origin } = new URL(setUp);
    const page = await stage().open(`${origin}/console#/prompts`, { bypassCSP: true });
    const { signIn, button, link } = consoleOn(page);
    await signIn("ana@example.com", "a long enough sentence");
    await link("Edit the live version").click();
    await button("The bot's own words").click();
    const sentence = page.getByLabel("Nothing answers the question");
    expect(await sentence.getAttribute("placeholder")).toBe("I could not find this in the documentation.");
    await page.getByLabel("Language").selectOption("it");
    expect(await sentence.getAttribute("placeholder")).toBe("Non l'ho trovato nella documentazione.");
    await page.getByLabel("Language").selectOption("en");
    await sentence.fill("{{nope}}");
    await page.getByText("{{nope}} is no variable here.").waitFor();
    expect(await sentence.getAttribute("aria-invalid")).toBe("true");
    expect(await complaintsOfAxe(page)).toEqual([]);
    await button("Save version").click();
    await page.getByText(/^The bot's own words, English, Nothing answers the question uses \{\{nope\}\}/).waitFor();
    await sentence.fill(NOTHING);
    expect(await complaintsOfAxe(page)).toEqual([]);

    await button("Try a question").click();
    await page.getByLabel("A customer's question").fill(UNKNOWN);
    await button("Ask").click();
    await page.locator(".trial").getByText(NOTHING).waitFor();
    await page.getByLabel("Name of the version").fill("own words");
    await button("Save version").click();
    await button("Publish…").click();
    await button("Publish now").click();
    await page.getByText("Published: it answers the next question.").waitFor();

    const customer = widgetOn(await stage().visit({}, origin));
    await customer.open();
    await customer.ask(UNKNOWN);
    await customer.answer(NOTHING).waitFor();
    expect(await customer.root.locator(".answer").locator("img, b").count()).toBe(0);
  }, 60_000);

  it("[N4] shows the advice of the last command, and says which one makes it", async () => {
    const { origin } = new URL(setUp);
    const page = await stage().open(`${origin}/console#/advice`, { bypassCSP: true });
    const { signIn } = consoleOn(page);
    await signIn("ana@example.com", "a long enough sentence");
    await page.getByText("npm run finetune -- advise").waitFor();

    const file = adviceFile(join(folder, "data"));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(ADVICE));
    await page.reload();
    await page.getByText("refund <b>now</b>", { exact: true }).click();
    await page.getByRole("listitem").getByText("90 approved rows, 30 needed.").waitFor();
    await page.getByText("82 % (70–90, 40 asked)").waitFor();
    expect(await complaintsOfAxe(page)).toEqual([]);
  });
});

const LOOKS = [
  { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { colorScheme: "dark", viewport: { width: 820, height: 1100 } },
  { colorScheme: "light", viewport: { width: 390, height: 844 } },
  { colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

/** What axe finds on the studio's pages, by size and colours. */
async function complaintsEverywhere(page: Page, live: string): Promise<string[]> {
  const { replays } = await page.evaluate(async () => (await fetch("/api/replays")).json());
  const found: string[] = [];
  const replay = replays[0];
  for (const { colorScheme, viewport } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    for (const path of ["", `/edit/${live}`, `/replay/${replay.replayId}`, `/compare/${replay.baseline}/${live}`]) {
      await consoleOn(page).goTo(`#/prompts${path}`);
      await page.locator(".page-head h1").waitFor();
      found.push(...(await complaintsOfAxe(page)).map((line) => `${path} ${viewport.width} ${colorScheme}: ${line}`));
    }
  }
  return found;
}

const ADVICE: Advice = {
  format: ADVICE_FORMAT,
  madeAt: "2026-01-01T00:00:00.000Z",
  questions: 100,
  unlabelled: 10,
  trainers: [{ name: "embedded", ready: true, note: "seconds" }],
  intents: [
    {
      intent: "refund <b>now</b>",
      questions: 90,
      share: 0.9,
      outcomes: { approved: 90, corrected: 0, rejected: 0, written: 0, unreviewed: 0 },
      routes: [
        { route: "documentation", accuracy: { share: 0.82, low: 0.7, high: 0.9, of: 40 }, ms: 12, cost: "no training" },
        { route: "person", accuracy: null, ms: null, cost: "a person's time" },
      ],
      documented: { share: 0.1, low: 0, high: 0.2, of: 40 },
      confidence: 0.4,
      closedBook: null,
      page: null,
      rows: 90,
      rowsNeeded: 30,
      unsupported: { share: 1, low: 0.9, high: 1, of: 40 },
      sameReply: 1,
      distance: { documentation: 0.62, general: 0.71 },
      recommendation: "fine-tune",
      reasons: ["90 approved rows, 30 needed"],
    },
  ],
  risks: [{ risk: "memorised", detail: "1 of 3 replies were given in one conversation alone" }],
};

async function signUp(page: Page): Promise<void> {
  await page.getByLabel("Your name").fill("Ana");
  await page.getByLabel("E-mail").fill("ana@example.com");
  await page.getByLabel("Password").fill("a long enough sentence");
  await page.getByRole("button", { name: "Create account" }).click();
}

async function edit(page: Page, { tone, name }: { tone: string; name: string }): Promise<void> {
  await page.getByLabel("Tone", { exact: true }).fill(tone);
  await page.getByLabel("Name of the version").fill(name);
  await page.getByRole("button", { name: "Save and replay…" }).click();
  await page.getByRole("button", { name: "Start the replay" }).click();
}

/** Read by the page itself, whose cookie counts. */
function prompts(page: Page): Promise<PromptsView> {
  return page.evaluate(async () => (await fetch("/api/prompts")).json()) as Promise<PromptsView>;
}

/** One question in a conversation of its own each, and its whole answer. */
async function askInConversations(origin: string, count: number, name: string): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const visitor = openVisitor(origin, {});
      await visitor.next("session");
      await visitor.ask(`How many days do I have to return bicycle number ${n}, ${name}?`);
      await visitor.next("answer-end");
      visitor.leave();
    }),
  );
}

/** The one-time link that the first start prints last. */
function setUpLink(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    server.stderr!.on("data", (chunk) => {
      printed += chunk;
      const found = /http:\S+set-up\?token=[\w-]+(?=\s)/.exec(printed)?.[0];
      if (found) resolve(found);
    });
    server.once("exit", (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)));
  });
}
