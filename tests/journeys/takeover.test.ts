import type { Page } from "playwright-core";
import type { Visitor } from "../support/visitor.ts";
import { consoleOn } from "./console-page.ts";
import { addressOf, consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";

const ROUNDS = 100;

consoleJourneys("two who take a conversation over at once, in two browsers", (stage) => {
  it(`[T20][T21] ${ROUNDS} rounds: one winner, one clear message for the other, and not a word of the bot after it`, async () => {
    const { office, enter } = stage();
    const [ana, ben] = [await office.hire("owner", "Ana"), await office.hire("agent", "Ben")];
    const pages = [await delayed(await enter(ana)), await delayed(await enter(ben))] as const;

    for (let round = 1; round <= ROUNDS; round += 1) {
      const customer = await askedAndHalfAnswered(`Question ${round}`);
      const outcome = await race(pages, customer);
      expect([round, outcome]).toEqual([round, { winners: 1, messages: 1 }]);
      expect([round, saidSinceTakeover(customer)]).toEqual([round, []]);
      customer.leave();
    }
  }, 300_000);

  /** A customer whose answer is being written, with another question that waits. */
  async function askedAndHalfAnswered(question: string): Promise<Visitor> {
    const { office, bot } = stage();
    const customer = await office.visit();
    await customer.ask(question);
    (await bot.next()).say("Half of an ans");
    await customer.next("answer-delta");
    await customer.ask(`${question}, once more`);
    return customer;
  }

  async function race(pages: readonly [Delayed, Delayed], customer: Visitor) {
    const { bot } = stage();
    const names = ["Ana", "Ben"];
    const desks = pages.map(({ page }) => consoleOn(page));
    // Below a list that stays short: a hundred lines to draw anew would be most of the time.
    await Promise.all(desks.map((desk) => desk.goTo(`#/${addressOf(customer, "waiting")}`)));
    await Promise.all(desks.map((desk) => desk.button("Take over").waitFor()));
    // Both have a connection when each is seen by the other.
    await Promise.all(
      pages.map(({ page }, at) => page.getByText(`${names[1 - at]} is viewing`).waitFor({ state: "attached" })),
    );

    // Neither hears of the other before both have pressed the key.
    for (const { hold } of pages) hold();
    await Promise.all(pages.map(({ page }) => page.keyboard.press("t")));
    for (const { release } of pages) release();
    await Promise.all(desks.map((desk) => desk.button("Take over").waitFor({ state: "detached" })));
    await Promise.any(desks.map((desk) => desk.button("Hand back").waitFor()));

    const winners = await Promise.all(desks.map((desk) => desk.button("Hand back").count()));
    const winner = winners.indexOf(1);
    const loser = pages[1 - winner]!.page;
    const told = loser.getByText(`${names[winner]} has this conversation already.`);
    await told.waitFor();
    const messages = await told.count();
    await hushed(customer, bot);
    // The next loser's words are counted from none.
    const toast = loser.locator(".toast").filter({ has: told });
    await toast.getByRole("button", { name: "Dismiss" }).click();
    await told.waitFor({ state: "detached" });
    return { winners: winners.reduce((sum, one) => sum + one, 0), messages };
  }

  /** One more question: when the bot has drafted its answer for staff, whatever it had to say has been said. */
  async function hushed(customer: Visitor, bot: ReturnType<typeof stage>["bot"]): Promise<void> {
    await customer.ask("Is anybody there?");
    for (;;) {
      const draft = await bot.next();
      draft.say("I would say");
      draft.end();
      if (draft.question.text === "Is anybody there?") return;
    }
  }
});

/** What the bot told the customer after the turn had become a person's. */
function saidSinceTakeover({ heard }: Visitor) {
  const taken = heard.findIndex(
    ({ event, payload }) => event === "owner" && "owner" in payload && payload.owner === "human",
  );
  expect(taken).toBeGreaterThan(0);
  return heard.slice(taken).filter(({ event, payload }) => {
    if (event === "answer-end") return "outcome" in payload && payload.outcome !== "stopped";
    return event === "answer-start" || event === "answer-delta";
  });
}

type Delayed = { page: Page; hold(): void; release(): void };

/** A page to which the server's news can be held back. */
async function delayed(page: Page): Promise<Delayed> {
  let held: (() => void)[] | null = null;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      const pass = () => socket.send(message);
      if (held) held.push(pass);
      else pass();
    });
  });
  // A click waits for a toast that moves.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.reload();
  return {
    page,
    hold: () => {
      held = [];
    },
    release: () => {
      for (const pass of held ?? []) pass();
      held = null;
    },
  };
}
