import type { Page } from "playwright-core";
import { answered } from "../support/answered.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";
import { reviewing } from "../support/reviewing.ts";
import { complaintsOfAxe } from "./axe.ts";
import { consoleOn } from "./console-page.ts";
import { consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";

const returns = passage({
  path: "returns.md",
  title: "Returns",
  text: "A bicycle can be returned within 60 days until the end of January.",
});
const documentation = fixedKnowledge([returns]);
const CITED = {
  marker: 1,
  path: "returns.md",
  anchor: "",
  title: "Returns",
  heading: "",
  quote: "within 60 days",
  source: "/docs/returns.md",
};

consoleJourneys(
  "reviewing in a browser",
  (stage) => {
    const ask = (name: string, question: string, text = "Ten days.") =>
      answered(stage().office.database, name, { question, text, at: Date.now() });
    const title = (page: Page, question: string) => page.getByRole("heading", { name: question });
    const correctionOn = (page: Page) => page.getByRole("textbox", { name: "The corrected answer" });

    it("[B13] takes one key for each verdict, and takes the last one back", async () => {
      const ana = await stage().office.hire("owner", "Ana");
      await ask("c1", "How long can I return a lamp?");
      await ask("c2", "Do you sell boats?");
      const page = await stage().enter(ana, "review");
      await title(page, "Do you sell boats?").waitFor();
      await page.keyboard.press("a");
      await page.getByText("Approved: kept for learning.").waitFor();
      await title(page, "How long can I return a lamp?").waitFor();

      await page.keyboard.press("z");
      await title(page, "Do you sell boats?").waitFor();
      expect(await page.getByText("Approved: kept for learning.").count()).toBe(0);
      await page.keyboard.press("x");
      await page.getByRole("group", { name: "Why?" }).waitFor();
      await page.keyboard.type("as it is a guess?");
      await page.keyboard.press("Control+Enter");
      await page.keyboard.press("Escape");
      await page.getByRole("group", { name: "Why?" }).waitFor({ state: "detached" });
      await page.getByRole("button", { name: /^Reject/ }).click();
      await page.keyboard.type("the reason is a mess");
      expect(await title(page, "Do you sell boats?").isVisible()).toBe(true);
      expect(await correctionOn(page).count()).toBe(0);
      expect(page.url()).toContain("#/review");
      await page.keyboard.press("3");
      await page.getByText(/^Rejected: noted as a gap/).waitFor();
      await consoleOn(page).button("Undo").last().click();
      await title(page, "Do you sell boats?").waitFor();
      const { turns } = (await ana.call("GET", "/review-queue")).body as { turns: unknown[] };
      expect(turns).toHaveLength(2);

      await page.keyboard.press("c");
      await correctionOn(page).fill("Rowing boats, in spring.");
      await correctionOn(page).press("Control+Enter");
      await page.getByText(/^Corrected: serves the same question/).waitFor();
      await page.keyboard.press("s");
      await page.getByText("That was the whole queue").waitFor();
    });

    it("[B18] cuts the name of a long source short on a phone, where nothing of a correction leaves the page", async () => {
      const heading = "What a parcel that has not arrived in time does, and where it may be found";
      const told = { question: "Where is my parcel?", text: "Here [1].", citations: [{ ...CITED, heading }] };
      await answered(stage().office.database, "c1", { ...told, at: Date.now() });
      const ana = await stage().office.hire("owner", "Ana");
      const page = await stage().enter(ana, "review", { viewport: { width: 390, height: 844 } });
      await title(page, "Where is my parcel?").waitFor();
      await consoleOn(page)
        .button(/^Correct/)
        .click();
      await correctionOn(page).waitFor();

      const beyond = await page
        .locator(".page *")
        .evaluateAll(
          (all) =>
            all.filter((one) => one.getBoundingClientRect().left < 0 || one.getBoundingClientRect().right > innerWidth)
              .length,
        );
      expect(beyond).toBe(0);
    });

    it("[B13] takes twenty verdicts by one key each, and the next turn stands there after each", async () => {
      const ana = await stage().office.hire("agent", "Ana");
      for (let number = 1; number <= 21; number += 1) await ask(`c${number}`, `Do you sell boat ${number}?`);
      const { turns } = (await ana.call("GET", "/review-queue")).body as { turns: { question: string }[] };
      const page = await stage().enter(ana, "review");
      const headings = page.locator(".turn h2");
      expect(turns).toHaveLength(21);
      for (const [place, { question }] of turns.entries()) {
        await title(page, question).waitFor();
        expect(await headings.count()).toBe(1);
        if (place < 20) await page.keyboard.press("a");
      }
      const kept = () => stage().office.database.db.selectFrom("reviews").select(["verdict", "shown_ms"]).execute();
      const reviews = await kept();
      expect(reviews.map(({ verdict }) => verdict)).toEqual(Array(20).fill("approved"));
      expect(reviews.filter(({ shown_ms }) => shown_ms === null)).toEqual([]);
    });

    it("[B17] shows an owner what each colleague said, and settles it with one's words", async () => {
      const [ana, ben] = [await stage().office.hire("owner", "<b>Ana</b>"), await stage().office.hire("agent", "Ben")];
      const cleo = await stage().office.hire("agent", "Cleo");
      const messageId = await ask("c1", "How long can I return a lamp?");
      const his = await stage().enter(ben, "review");
      await title(his, "How long can I return a lamp?").waitFor();
      const correction = { messageId, verdict: "corrected", text: "Sixty days [1].", citations: [CITED] };
      await cleo.call("POST", "/reviews", correction);
      await his.keyboard.press("a");
      await his.getByText("A colleague sees it otherwise: an owner decides.").waitFor();
      await his.reload();
      await his.getByText("Colleagues disagree about this answer; an owner decides.").waitFor();
      expect(await consoleOn(his).button("Approve").count()).toBe(0);

      const hers = await stage().enter(ana, "review");
      const said = hers.getByRole("region", { name: "What colleagues said" });
      await said.getByRole("listitem").filter({ hasText: "Ben" }).filter({ hasText: "Approved" }).waitFor();
      await said
        .getByRole("listitem")
        .filter({ hasText: "Cleo" })
        .getByRole("button", { name: "Use this text" })
        .click();
      await correctionOn(hers).press("Control+Enter");
      await hers.getByText(/^Corrected: serves the same question/).waitFor();
      const { answers } = (await ana.call("GET", "/verified-answers")).body as { answers: unknown[] };
      expect(answers).toMatchObject([{ text: "Sixty days [1].", stale: false }]);
    });

    it("[B18] cites a passage in a correction, and says of a number that it has no source", async () => {
      const ana = await stage().office.hire("owner", "Ana");
      await ask("c1", "How long can I return a bicycle?");
      const page = await stage().enter(ana, "review");
      const desk = consoleOn(page);
      await title(page, "How long can I return a bicycle?").waitFor();
      await page.keyboard.press("c");
      await correctionOn(page).fill("Sixty days [7].");
      await page.getByText("[7] names no source and will be left out.").waitFor();
      await correctionOn(page).fill("Sixty days.");
      await page.getByRole("searchbox", { name: "Search the documentation" }).fill("bicycle");
      await page.keyboard.press("Enter");
      await desk.button("Cite").click();
      expect(await correctionOn(page).inputValue()).toBe("Sixty days. [1] ");
      await page.getByRole("list", { name: "Sources" }).getByRole("link", { name: "Returns" }).waitFor();
      await desk.button("Keep the correction").click();
      await page.getByText(/^Corrected: serves the same question/).waitFor();

      const { database } = stage().office;
      const kept = await database.db.selectFrom("verified_answers").select(["text", "cited"]).execute();
      expect(kept).toEqual([
        { text: "Sixty days. [1]", cited: JSON.stringify([{ passageId: returns.id, hash: returns.hash }]) },
      ]);
    });

    it("[J3] shows by how much a verified answer must lead, and whose questions another one would be served for", async () => {
      const ana = await stage().office.hire("owner", "Ana");
      await correctTwice(ana.call);
      const page = await stage().enter(ana, "verified");
      await page.getByText("One is given when a question is clearly closer to it than to every other").waitFor();
      await page.getByText(/questions? would be answered by another answer's words/).click();
      await page.getByText("Conflict", { exact: true }).first().waitFor();
    });

    it("[J20][J19] tries a question, shows which answer competes, and adds and removes a phrasing", async () => {
      const ana = await stage().office.hire("owner", "Ana");
      await correctTwice(ana.call);
      const page = await stage().enter(ana, "verified");
      const desk = consoleOn(page);
      const tried = page.getByRole("region", { name: "Try a question" });
      await tried.getByRole("textbox").fill("How long may I return the bicycle?");
      await desk.button("Try").click();
      await tried.getByText(/^The nearest answer leads by 0\.\d\d, 0\.45 is asked for: the documentation/).waitFor();
      await tried.getByText("Competes").waitFor();

      const card = page.getByRole("article").filter({ hasText: "Sixty days." });
      await card.getByLabel("Another way to ask for this").fill("<i>Bike back when?</i>");
      await card.getByLabel("Another way to ask for this").press("Enter");
      await card.getByText("<i>Bike back when?</i>").waitFor();
      await tried.getByRole("textbox").fill("i bike back when i");
      await desk.button("Try").click();
      await tried.getByText("These are the words of a phrasing.").waitFor();

      await card.getByLabel("Another way to ask for this").fill("How long can I return my bicycle?");
      await card.getByLabel("Another way to ask for this").press("Enter");
      await page.getByText("Another verified answer is given for these words.").waitFor();
      await card.getByRole("button", { name: "Remove “<i>Bike back when?</i>”" }).click();
      await page.getByText("The phrasing is removed.").waitFor();
      await card.getByText("<i>Bike back when?</i>").waitFor({ state: "detached" });
      await desk.button("Undo").last().click();
      await card.getByText("<i>Bike back when?</i>").waitFor();
    });

    it("[J21] offers, right after a correction, what else customers asked, for one click", async () => {
      const ana = await stage().office.hire("owner", "Ana");
      await ask("c1", "refund to grandma zoe@example.org when");
      await ask("c2", "When will I get my refund?");
      const page = await stage().enter(ana, "review");
      await title(page, "When will I get my refund?").waitFor();
      await page.keyboard.press("c");
      await correctionOn(page).fill("Within five days.");
      await correctionOn(page).press("Control+Enter");
      await page.getByText("Does your correction answer these, too?").waitFor();
      await consoleOn(page).button("Add “refund to grandma [EMAIL_1] when”").click();
      await page.getByText("These words get your correction, too.").waitFor();

      await consoleOn(page).goTo("#/verified");
      await page.getByRole("list", { name: "Phrasings" }).getByText("refund to grandma [EMAIL_1] when").waitFor();
      await consoleOn(page).button("Asked like this").click();
      await page.getByText("No question like this is left unanswered.").waitFor();
    });

    it.each(["light", "dark"] as const)(
      "[B12] axe finds nothing on review, verified answers and gaps, %s",
      async (colorScheme) => {
        const ana = await stage().office.hire("owner", "Ana");
        const ben = await stage().office.hire("agent", "Ben");
        await correctTwice(ana.call);
        const messageId = await ask("c3", "Do you sell boats?", "Only [the small](/docs/x.md) ones.\n\n```\ncode\n```");
        const correction = { messageId, verdict: "corrected", text: "Rowing boats [1].", citations: [CITED] };
        await ben.call("POST", "/reviews", correction);
        await ana.call("POST", "/reviews", { messageId, verdict: "rejected", reason: "not-in-docs" });
        await answered(stage().office.database, "c4", { question: "Do you sell cars?", outcome: "no-answer" });
        const page = await stage().enter(ana, "review", { colorScheme, bypassCSP: true });
        const found: string[] = [];
        const look = async (what: string) =>
          found.push(...(await complaintsOfAxe(page)).map((complaint) => `${what}: ${complaint}`));

        for (const [width, height] of [
          [1280, 800],
          [390, 844],
        ] as const) {
          await page.setViewportSize({ width, height });
          await consoleOn(page).goTo("#/review");
          await title(page, "Do you sell boats?").waitFor();
          await look("disputed");
          await page.keyboard.press("x");
          await page.getByText("Why?").waitFor();
          await look("rejecting");
          await consoleOn(page).button("Use this text").click();
          await page.getByRole("searchbox", { name: "Search the documentation" }).fill("boats");
          await page.keyboard.press("Enter");
          await consoleOn(page).button("Cite").waitFor();
          await look("correcting");
          await consoleOn(page).goTo("#/verified");
          await page.getByText(/questions? would be answered by another answer's words/).click();
          await page.getByLabel("A question, as a customer might ask it").fill("How long may I return the bicycle?");
          await consoleOn(page).button("Try").click();
          await page.getByText(/^The nearest answer leads by/).waitFor();
          await look("verified");
          await consoleOn(page).goTo("#/gaps");
          await page.getByText("Do you sell cars?").first().waitFor();
          await look("gaps");
        }
        expect(found).toEqual([]);
      },
      120_000,
    );

    /** Two answers to what is nearly the same question. */
    async function correctTwice(
      call: (method: string, path: string, body?: unknown) => Promise<unknown>,
    ): Promise<void> {
      for (const [name, question, text] of [
        ["v1", "How long can I return a bicycle?", "Sixty days."],
        ["v2", "How long can I return my bicycle?", "A month, in general."],
      ] as const) {
        const messageId = await ask(name, question);
        await call("POST", "/reviews", { messageId, verdict: "corrected", text });
      }
    }
  },
  { knowledge: [returns], routes: (database) => reviewing(database, documentation, Date.now) },
);
