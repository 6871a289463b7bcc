import { consoleOn } from "./console-page.ts";
import { consoleJourneys } from "./console-stage.ts";
import { it } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

consoleJourneys("writing, as the other side sees it", (stage) => {
  it("[B19][U33] shows staff that the customer writes, and the customer that the team does, until it is sent", async () => {
    const ana = await stage().office.hire("owner", "Ana");
    const widget = widgetOn(await stage().visit({}, stage().office.url));
    await widget.open();
    await widget.ask("Where is my parcel?");
    (await stage().bot.next()).end({ text: "On its way." });
    await widget.answer("On its way.").waitFor();
    const { conversationId } = (await ana.next("inbox")) as { conversationId: string };
    const page = await stage().enter(ana, `inbox/open/${conversationId}`);
    const desk = consoleOn(page);
    await desk.button("Take over").first().click();
    await desk.button("Hand back").waitFor();

    await widget.root.getByText("A person is answering").waitFor();
    await widget.field.pressSequentially("It is late");
    await desk.log.getByText("The customer is typing…").waitFor();
    await widget.field.press("Enter");
    await desk.log.getByText("It is late").waitFor();
    await desk.log.getByText("The customer is typing…").waitFor({ state: "detached" });

    await desk.reply.pressSequentially("I am asking");
    await widget.root.getByText("The team is writing …").waitFor();
    await desk.reply.press("Enter");
    await widget.messages.getByText("I am asking").waitFor();
    await widget.root.getByText("The team is writing …").waitFor({ state: "detached" });
  });

  it("[U34] tells the customer where the team handed back, after a reload, too", async () => {
    const ana = await stage().office.hire("owner", "Ana");
    const page = await stage().visit({}, stage().office.url);
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("Where is my parcel?");
    (await stage().bot.next()).end({ text: "On its way." });
    await widget.answer("On its way.").waitFor();
    const { conversationId } = (await ana.next("inbox")) as { conversationId: string };
    await ana.send("take-over", { conversationId });
    await widget.root.getByText("A person is answering").waitFor();
    await ana.send("hand-back", { conversationId });

    const told = widget.messages.getByText("The assistant answers again");
    await told.waitFor();
    await page.reload();
    await told.waitFor();
  });
});
