import type { Citation } from "../../src/protocol/conversation.ts";
import { expect, it, journeys } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

const citation: Citation = {
  marker: 1,
  path: "install.md",
  anchor: "two-commands",
  title: "Install",
  heading: "Two commands",
  quote: "Node and npm are all you need.",
  source: "/docs/install.md#two-commands",
};

journeys("a customer asks and reads the answer", (stage) => {
  it("[U5] watches the answer being written, and then as it was decided", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("How do I install it?");
    await widget.root.getByText("Looking it up …").waitFor();

    const answer = await stage().script.next();
    answer.say("Run **npm st");
    await widget.answer("Run npm st").waitFor();
    answer.say("art**.");
    await widget.root.locator(".answer strong", { hasText: "npm start" }).waitFor();

    answer.end({ text: "Run **npm start**. Done." });
    await widget.answer("Run npm start. Done.").waitFor();
    await widget.root.getByText("From the documentation", { exact: true }).waitFor();
  });

  it("[U4] unfolds a source from its marker, to the quote and the page", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("What do I need?");
    (await stage().script.next()).end({ text: "Node and npm. [1]", citations: [citation] });
    await widget.button("Source 1: Install").click();

    const source = widget.root.getByRole("button", { name: /Two commands Install/ });
    expect(await source.getAttribute("aria-expanded")).toBe("true");
    expect(await widget.root.locator(":focus").textContent()).toContain("Two commands");
    await widget.root.getByText("Node and npm are all you need.").waitFor();
    const link = widget.root.getByRole("link", { name: /Read more/ });
    expect(await link.getAttribute("href")).toBe(`${stage().server.url}/docs/install.md#two-commands`);
    expect(await link.getAttribute("rel")).toContain("noopener");

    await source.click();
    await widget.root.getByText("Node and npm are all you need.").waitFor({ state: "hidden" });
  });

  it("[U23] rates the answer with a comment, and finds the verdict after a reload", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("What do I need?");
    (await stage().script.next()).end({ text: "Node." });
    await widget.button("This did not help").click();
    await widget.root.getByRole("textbox", { name: /What was good or missing/ }).fill("Which version?");
    await widget.button("Send feedback").click();
    await widget.root.getByText("Thank you for your feedback.").waitFor();

    await page.reload();
    await widget.answer("Node.").waitFor();
    expect(await widget.button("This did not help").getAttribute("aria-pressed")).toBe("true");
  });

  it("[U28] says where an answer comes from, and claims nothing for one that was not found", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    const kinds = [
      [{ route: "tuned" }, "Approved by our team, chosen by a trained model"],
      [{ route: "documentation", writer: "prompted-model" }, "Written by a language model from the documentation"],
      [{ route: "combined", writer: "tuned-model" }, "Written by a trained model from the documentation"],
      [{ route: "verified" }, "Checked by our team"],
    ] as const;
    for (const [end, words] of kinds) {
      await widget.ask(`Who wrote this, of ${end.route}?`);
      (await stage().script.next()).end({ text: "Somebody.", ...end });
      await widget.root.getByText(words, { exact: true }).waitFor();
    }

    await widget.ask("And that?");
    (await stage().script.next()).end({ text: "I could not find it.", outcome: "no-answer" });
    await widget.answer("I could not find it.").waitFor();
    expect(await widget.root.locator(".origin").count()).toBe(kinds.length);

    await page.reload();
    await widget.root.getByText(kinds[2][1], { exact: true }).waitFor();
  });

  it("[U24] stops the answer", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("Tell me everything.");
    (await stage().script.next()).say("First of all");
    await widget.answer("First of all").waitFor();
    await widget.button("Stop the answer").click();

    await widget.root.getByText("Stopped", { exact: true }).waitFor();
    await widget.button("Send").waitFor();
  });

  it("[U8] asks again what could not be answered", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("Will it work?");
    (await stage().script.next()).fail(new Error("out of order"));
    await widget.root.getByText("Something went wrong on our side.").waitFor();
    await widget.button("Ask again").click();

    const again = await stage().script.next();
    expect(again.question.text).toBe("Will it work?");
    again.end({ text: "Now it does." });
    await widget.answer("Now it does.").waitFor();
  });

  it("[U25] asks for a person", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.root.getByText("Answers from the documentation").waitFor();
    await widget.button("Talk to a person").click();

    await widget.root.locator(".system", { hasText: "Write to help@example.com." }).waitFor();
  });

  it("[U2] shows hostile text as text", async () => {
    const page = await stage().visit();
    const hostile = `<img src=x onerror="document.title='owned'"> <script>document.title="owned"</script>`;
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask(hostile);
    (await stage().script.next()).end({ text: `${hostile} [click](javascript:document.title='owned')` });
    await widget.answer("[click](javascript:document.title='owned')").waitFor();

    expect(await widget.messages.first().textContent()).toContain(hostile);
    expect(await widget.root.locator(".log").locator("img, script, a").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
  });

  it("[U26] counts what is too long before it is sent", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.field.fill("x".repeat(7_990));
    await widget.root.getByText("10 characters left").waitFor();
    await widget.field.fill("x".repeat(8_003));
    await widget.root.getByText("3 characters too long").waitFor();

    expect(await widget.button("Send").isDisabled()).toBe(true);
  });

  it("[U15] counts on the launcher what came while the panel was closed", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("Anyone?");
    const answer = await stage().script.next();
    await widget.button("Close the chat").first().click();
    answer.end({ text: "Here." });
    await widget.button("Open the chat (1 unread)").click();

    await widget.answer("Here.").waitFor();
    await widget.button("Close the chat").first().click();
    await widget.button(/^Open the chat$/).waitFor();
  });

  it("answers a question that the page asks", async () => {
    const page = await stage().visit();
    await page.getByRole("button", { name: "Which file formats can Switchboard read?" }).click();

    expect((await stage().script.next()).question.text).toBe("Which file formats can Switchboard read?");
    await widgetOn(page).panel.waitFor();
  });
});
