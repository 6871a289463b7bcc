import { consoleOn } from "./console-page.ts";
import { addressOf, consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

consoleJourneys("the end of a conversation", (stage) => {
  it("[B22] asks before it closes a conversation whose reply was not sent", async () => {
    const ana = await stage().office.hire("owner", "Ana");
    const customer = await stage().answered("Where is my parcel?", "On its way.");
    const page = await stage().enter(ana, addressOf(customer));
    const desk = consoleOn(page);
    await desk.button("Take over").click();
    await desk.reply.fill("It is <b>late</b>.");
    await desk.button("Close").first().click();
    const dialog = page.getByRole("dialog", { name: "Close without sending your reply?" });
    await dialog.getByText("It is <b>late</b>.").waitFor();
    await dialog.getByRole("button", { name: "Leave it open" }).click();
    await dialog.waitFor({ state: "detached" });

    await desk.reply.press("Escape");
    await page.keyboard.press("e");
    await dialog.getByRole("button", { name: "Close without sending" }).click();
    await page.getByText("The conversation is closed.").first().waitFor();
    const turns = [await customer.next("owner"), await customer.next("owner")];
    expect(turns).toMatchObject([{ owner: "human" }, { owner: "closed" }]);
  });

  it("[U35][W24] a double click asks for one person; the log stays at its end, also above the bar of a closed one", async () => {
    const ana = await stage().office.hire("owner", "Ana");
    const page = await stage().open(stage().office.url);
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("Where is my parcel?");
    const answer = await stage().bot.next();
    answer.say("Here. ".repeat(300));
    answer.end();
    await widget.button("This helped").waitFor();
    await widget.button("Talk to a person").dblclick();
    const notice = widget.messages.getByText(/^Thank you\. Somebody of our team is here/);
    await notice.waitFor();
    await expect(visibleWhole(notice)).resolves.toBe(true);

    const { conversationId } = (
      (await ana.call("GET", "/inbox?list=waiting")).body as { items: { conversationId: string }[] }
    ).items[0]!;
    await ana.send("take-over", { conversationId });
    const reply = { conversationId, clientMessageId: "1", text: "I look into it." };
    await ana.send("reply", reply);
    await ana.send("close", { conversationId });
    await widget.button("Start a new conversation").waitFor();
    await expect(visibleWhole(widget.messages.getByText("I look into it."))).resolves.toBe(true);
    expect(await notice.count()).toBe(1);
    expect(await widget.root.locator(".status").textContent()).toBe("This conversation is closed.");
  });
});

/** Once the log has been laid out anew, which a frame later it has been. */
function visibleWhole(line: ReturnType<ReturnType<typeof widgetOn>["root"]["getByText"]>): Promise<boolean> {
  return line.evaluate(async (element) => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const log = element.closest(".log")!.getBoundingClientRect();
    return element.getBoundingClientRect().bottom <= log.bottom + 1;
  });
}
