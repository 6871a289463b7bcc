import { complaintsOfAxe } from "./axe.ts";
import { consoleOn, overflowOf } from "./console-page.ts";
import { addressOf, consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";

consoleJourneys("the console in a browser", (stage) => {
  it("[B2] makes the owner by the set-up link, once, and lets them out and in again", async () => {
    const token = await stage().office.staff.accounts.setUpLink();
    const page = await stage().open(stage().consoleUrl(`set-up?token=${token}`));
    const desk = consoleOn(page);
    await page.getByLabel("Your name").fill("Ana Owner");
    await page.getByLabel("E-mail").fill("ana@example.com");
    await page.getByLabel("Password").fill("a long enough sentence");
    await desk.button("Create account").click();
    await page.getByText("Nobody is waiting").waitFor();

    await desk.button("Sign out").click();
    await desk.signIn("ana@example.com", "not the sentence");
    await page.getByText("That e-mail and password do not belong together.").waitFor();
    await desk.signIn("ana@example.com", "a long enough sentence");
    await page.getByText("Nobody is waiting").waitFor();

    const again = await stage().open(stage().consoleUrl(`set-up?token=${token}`));
    await again.getByRole("heading", { name: "This link does not work any more" }).waitFor();
    expect(await again.getByRole("textbox").count()).toBe(0);
    await consoleOn(again).link("Sign in").click();
    await consoleOn(again).button("Sign in").waitFor();
  });

  it("[B4] shows new work as it comes, and whose it is, without a reload", async () => {
    const [ana, ben] = [await stage().office.hire("owner", "Ana"), await stage().office.hire("agent", "Ben")];
    const page = await stage().enter(ana, "inbox/open");
    await page.getByText("No open conversations").waitFor();

    const customer = await stage().answered("Where is my parcel?", "On its way.");
    await consoleOn(page).line("On its way.").waitFor();

    await ben.send("take-over", { conversationId: customer.session().conversationId });
    await consoleOn(page).line("Ben").waitFor();
  });

  it("[B6] gives a conversation to one of two who take it over, who replies with the bot's draft and hands it back", async () => {
    const [ana, ben] = [await stage().office.hire("owner", "Ana"), await stage().office.hire("agent", "Ben")];
    const customer = await stage().answered("Where is my parcel?", "On its way.");
    const [hers, his] = await Promise.all([
      stage().enter(ana, addressOf(customer)),
      stage().enter(ben, addressOf(customer)),
    ]);
    const [left, right] = [consoleOn(hers), consoleOn(his)];
    await Promise.all([left.button("Take over").waitFor(), right.button("Take over").waitFor()]);
    await Promise.all([hers.keyboard.press("t"), his.keyboard.press("t")]);

    // Whoever was second sees no way to write over the first.
    const [winner, loser] = await Promise.race([
      left
        .button("Hand back")
        .waitFor()
        .then(() => [left, right] as const),
      right
        .button("Hand back")
        .waitFor()
        .then(() => [right, left] as const),
    ]);
    await loser.button("Take over").waitFor({ state: "detached" });
    expect(await loser.reply.isDisabled()).toBe(true);

    await customer.ask("It is a week late!");
    (await stage().bot.next()).end({ text: "Parcels may take ten days." });
    await winner.draft.getByText("Parcels may take ten days.").waitFor();
    await winner.button("Insert").click();
    await winner.reply.fill("Parcels may take ten days. I am asking the carrier.");
    await winner.reply.press("Enter");
    expect(await customer.next("message")).toMatchObject({
      author: "staff",
      text: "Parcels may take ten days. I am asking the carrier.",
    });
    await loser.log.getByText("I am asking the carrier.").waitFor();

    await winner.button("Hand back").click();
    await loser.button("Take over").waitFor();
    await customer.ask("Thank you");
    const answer = await stage().bot.next();
    answer.say("You are wel");
    await winner.log.getByText("You are wel").waitFor();
    answer.end({ text: "You are welcome." });
    await winner.log.getByText("You are welcome.").waitFor();
  });

  it("[B23] what is said beside a list leaves the conversation as it stands, and covers no line of the list", async () => {
    const ana = await stage().office.hire("owner", "Ana");
    const customers = [];
    for (let number = 1; number <= 12; number += 1) {
      customers.push(await stage().answered(`Where is parcel ${number}?`, "On its way."));
    }
    const page = await stage().enter(ana, addressOf(customers[11]!), { viewport: { width: 1280, height: 800 } });
    const desk = consoleOn(page);
    await desk.log.getByText("On its way.").waitFor();
    const before = await desk.log.boundingBox();
    await desk.button("Light or dark").click();
    const said = page.locator(".toast").filter({ hasText: "Theme" });
    await said.waitFor();

    expect(await desk.log.boundingBox()).toEqual(before);
    expect(before!.width).toBeGreaterThan(500);
    const last = desk.line("On its way.").last();
    await last.scrollIntoViewIfNeeded();
    const [line, toast] = [(await last.boundingBox())!, (await said.boundingBox())!];
    expect(line.y + line.height).toBeLessThanOrEqual(toast.y);
    expect(toast.x + toast.width).toBeLessThanOrEqual(before!.x);
  });

  it("[B5] cuts the name of a long source short on a phone, where nothing reaches beyond the edge", async () => {
    const ana = await stage().office.hire("owner", "Ana");
    const customer = await stage().office.visit();
    await customer.ask("Where is my parcel?");
    const heading = "What a parcel that has not arrived in time does, and where it may be found";
    const source = {
      marker: 1,
      path: "a.md",
      anchor: "",
      title: "Parcels",
      heading,
      quote: "On",
      source: "/docs/a.md",
    };
    (await stage().bot.next()).end({ text: "On its way [1].", citations: [source] });
    await customer.next("answer-end");
    const page = await stage().enter(ana, addressOf(customer), { viewport: PHONE });
    await consoleOn(page).log.getByRole("link", { name: heading }).waitFor();

    const beyond = await page
      .locator(".thread *")
      .evaluateAll(
        (all) =>
          all.filter((one) => one.getBoundingClientRect().left < 0 || one.getBoundingClientRect().right > innerWidth)
            .length,
      );
    expect(beyond).toBe(0);
  });

  it("[B28] shows where a conversation went that was taken, handed back or closed", async () => {
    const ana = await stage().office.hire("owner", "Ana");
    const customer = await stage().answered("Where is my parcel?", "On its way.");
    await customer.send("request-human", {});
    const page = await stage().enter(ana, addressOf(customer, "waiting"));
    const desk = consoleOn(page);
    await desk.line(/Visitor/).waitFor();
    await desk.button("Take over").waitFor();
    await page.keyboard.press("t");
    await desk.button("Hand back").waitFor();
    await page.getByRole("link", { name: "Mine" }).and(page.locator("[aria-current]")).waitFor();
    await desk
      .line(/Visitor/)
      .and(page.locator("[aria-current]"))
      .waitFor();
    await page.getByRole("link", { name: "Mine 1", exact: true }).waitFor();

    await desk.button("Hand back").click();
    await page.getByText("The conversation stands under Open.").waitFor();
    await page.getByRole("link", { name: "Mine", exact: true }).waitFor();
    await desk.button("Close").first().click();
    await page.getByText("It stands under Closed.").waitFor();
  });

  it("[B26] takes a conversation from a colleague who is away, and gives it to another, once asked", async () => {
    const [ana, ben] = [await stage().office.hire("owner", "Ana"), await stage().office.hire("agent", "Ben")];
    await stage().office.hire("agent", "Cleo");
    const customer = await stage().answered("Where is my parcel?", "On its way.");
    const { conversationId } = customer.session();
    await ben.send("take-over", { conversationId });
    ben.socket.disconnect();
    const page = await stage().enter(ana, addressOf(customer));
    const desk = consoleOn(page);
    await desk.button("Reassign …").waitFor();
    expect(await desk.reply.isDisabled()).toBe(true);

    await page.keyboard.press("t");
    const dialog = page.getByRole("dialog", { name: "Ben has this conversation" });
    await dialog.getByRole("button", { name: "Leave it" }).click();
    expect(await desk.reply.isDisabled()).toBe(true);
    await desk.button("Reassign …").click();
    await dialog.getByRole("button", { name: "Take it from Ben" }).click();
    await desk.button("Hand back").waitFor();
    await desk.reply.fill("Ben is away, I am looking into it.");
    await desk.reply.press("Enter");
    expect(await customer.next("message")).toMatchObject({ text: "Ben is away, I am looking into it." });

    await ana.send("assign", { conversationId, staffId: ben.me.staffId });
    await desk.button("Reassign …").click();
    await dialog.getByLabel("Assigned to").selectOption({ label: "Cleo" });
    await page.getByRole("dialog", { name: "Cleo has this conversation" }).waitFor();
  });

  it("[B5] keeps notes and labels, and shows why the bot answered as it did", async () => {
    const ana = await stage().office.hire("owner", "Ana");
    const customer = await stage().answered("Where is my parcel?", "On its way.");
    const page = await stage().enter(ana, addressOf(customer));
    const desk = consoleOn(page);
    await desk.log.getByText("On its way.").waitFor();

    await page.keyboard.press("n");
    await desk.note.fill("The carrier is on strike.");
    await desk.note.press("Enter");
    await desk.log.getByText("The carrier is on strike.").waitFor();
    await page.getByRole("textbox", { name: "Add a label" }).or(page.getByLabel("Add a label")).fill("carrier");
    await page.keyboard.press("Enter");
    await desk.line("carrier").waitFor();

    await desk.button("Why this answer?").click();
    await page.getByRole("complementary", { name: "Why this answer" }).getByText("How it was written").waitFor();
    expect(customer.heard.filter(({ event }) => event === "message")).toEqual([]);
  });

  it("[B3] offers each role what it may do", async () => {
    await stage().office.hire("owner", "Ana");
    const customer = await stage().answered("Where is my parcel?", "On its way.");
    const page = await stage().enter(await stage().office.hire("viewer", "Vera"), addressOf(customer));
    const desk = consoleOn(page);
    await desk.log.getByText("On its way.").waitFor();

    expect(await desk.reply.count()).toBe(0);
    expect(await page.getByRole("button", { name: /^(Take over|Close)$/ }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "People" }).count()).toBe(0);
    await consoleOn(page).goTo("#/people");
    await page.getByRole("heading", { name: "This page is for owners" }).waitFor();
    await page.getByText("As a viewer you read conversations").waitFor();
    await consoleOn(page).goTo("#/learning/models");
    await page.getByRole("heading", { name: "Models" }).waitFor();
    await consoleOn(page).goTo("#/learning/datasets");
    await page.getByRole("heading", { name: "This page is for engineers and owners" }).waitFor();
  });

  it("[B3][B24] lets an owner invite somebody, whose access ends at once when it is removed", async () => {
    const page = await stage().enter(await stage().office.hire("owner", "Ana"), "people");
    const desk = consoleOn(page);
    const role = page.getByRole("combobox", { name: "Role", exact: true });
    expect((await role.boundingBox())!.width).toBeGreaterThan(250);
    await page.getByLabel("For whom").fill("<b>Cleo</b>, from Monday");
    await desk.button("Make a link").click();
    await page.getByText("agent for <b>Cleo</b>, from Monday").waitFor();
    await page.getByText(/^Made .+, ends /).waitFor();
    const link = await page.locator("input[readonly]").inputValue();

    const newcomer = await stage().open(link);
    await newcomer.getByLabel("Your name").fill("Cleo");
    await newcomer.getByLabel("E-mail").fill("cleo@example.com");
    await newcomer.getByLabel("Password").fill("a long enough sentence");
    await consoleOn(newcomer).button("Join").click();
    await newcomer.getByText("Nobody is waiting").waitFor();

    await page.reload();
    await desk.button("Remove access").click();
    await page.getByText("go back to Waiting").waitFor();
    await desk.button("Leave it").click();
    await page.getByRole("combobox", { name: "Role of Cleo" }).selectOption("engineer");
    await desk.button("Change the role").click();
    await newcomer.getByText("An owner has changed your role.").waitFor();
    await consoleOn(newcomer).signIn("cleo@example.com", "a long enough sentence");
    await newcomer.getByText("Nobody is waiting").waitFor();
    await desk.button("Remove access").click();
    await desk.button("Yes, remove it").click();
    await newcomer.getByText("An owner has removed your access.").waitFor();
  });

  it.each(["light", "dark"] as const)(
    "[B12][B23] axe finds nothing on any page and none scrolls as a whole, %s",
    async (colorScheme) => {
      const ana = await stage().office.hire("owner", "Ana");
      const customer = await stage().answered("Where is **my** parcel?", "On its [way](/docs/x.md).\n\n```\ncode\n```");
      await ana.send("label", { conversationId: customer.session().conversationId, labels: ["late"] });
      const found: string[] = [];
      const signedOut = await stage().open(stage().consoleUrl(), { colorScheme, bypassCSP: true });
      await signedOut.getByRole("button", { name: "Sign in" }).waitFor();
      found.push(...(await complaintsOfAxe(signedOut)));
      const invite = await stage().office.staff.accounts.invite(ana.me.staffId, { role: "agent" });
      for (const [route, heading] of [
        ["set-up?token=none", "This link does not work any more"],
        [`invite?token=${invite.token}`, "Join the team"],
      ] as const) {
        await consoleOn(signedOut).goTo(`#/${route}`);
        await signedOut.getByRole("heading", { name: heading }).waitFor();
        found.push(...(await complaintsOfAxe(signedOut)).map((complaint) => `${route}: ${complaint}`));
      }

      const page = await stage().enter(ana, "inbox", { colorScheme, bypassCSP: true });
      const routes = [
        "inbox/waiting",
        "inbox/open",
        addressOf(customer),
        "search",
        "insights",
        "people",
        "audit",
        "account",
      ];
      for (const viewport of [DESKTOP, PHONE]) {
        await page.setViewportSize(viewport);
        for (const route of routes) {
          await consoleOn(page).goTo(`#/${route}`);
          await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
          await page.locator(".skeletons").first().waitFor({ state: "detached" });
          found.push(...(await complaintsOfAxe(page)).map((complaint) => `${route}: ${complaint}`));
          expect([route, await overflowOf(page)]).toEqual([route, 0]);
        }
      }
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
      found.push(...(await complaintsOfAxe(page)));

      expect(found).toEqual([]);
      // Two dozen pages, each looked at by axe.
    },
    90_000,
  );
});

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
