import { consoleOn } from "./console-page.ts";
import { addressOf, consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";

const REPLY = "Written on a train";

consoleJourneys("a reply of the team while the connection is lost", (stage) => {
  async function inConversation() {
    const ana = await stage().office.hire("owner", "Ana");
    const customer = await stage().answered("Where is my parcel?", "On its way.");
    const page = await stage().enter(ana, addressOf(customer));
    const desk = consoleOn(page);
    await desk.button("Take over").click();
    await desk.button("Hand back").waitFor();
    await customer.next("owner");
    const send = async () => {
      await desk.reply.fill(REPLY);
      await desk.reply.press("Enter");
    };
    return { customer, page, desk, send, notYet: desk.log.getByText("Not sent yet.") };
  }

  it("[B31] is said to be unsent, and reaches the customer once the network is back", async () => {
    const { customer, page, desk, send, notYet } = await inConversation();
    await page.context().setOffline(true);
    await page.getByText("The connection to the server is gone.").waitFor();
    await send();
    await notYet.waitFor();

    await page.context().setOffline(false);
    expect(await customer.next("message")).toMatchObject({ author: "staff", text: REPLY });
    await notYet.waitFor({ state: "detached" });
    await desk.log.getByText(REPLY).waitFor();
    expect(await page.getByText("Nothing was changed").count()).toBe(0);
  });

  it("[B31] ends as sent, once, where only its acknowledgement was lost", async () => {
    const { customer, page, desk, send, notYet } = await inConversation();
    let deaf = false;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      socket.connectToServer().onMessage((message) => deaf || socket.send(message));
    });
    await page.reload();
    await desk.button("Hand back").waitFor();
    await customer.ask("Is anybody there?");
    await desk.log.getByText("Is anybody there?").waitFor();
    deaf = true;
    await send();
    expect(await customer.next("message")).toMatchObject({ author: "staff", text: REPLY });

    await page.evaluate(() => dispatchEvent(new Event("offline")));
    await notYet.waitFor();
    deaf = false;
    await notYet.waitFor({ state: "detached" });
    await desk.log.getByText(REPLY).waitFor();
    expect(await desk.reply.inputValue()).toBe("");
  });

  it("[B31] goes back to the reply box where a colleague has the turn meanwhile", async () => {
    const { customer, page, desk, send, notYet } = await inConversation();
    const ben = await stage().office.hire("agent", "Ben");
    await page.context().setOffline(true);
    await page.getByText("The connection to the server is gone.").waitFor();
    await send();
    await notYet.waitFor();
    const { conversationId } = customer.session();
    await ben.send("assign", { conversationId, staffId: ben.me.staffId });

    await page.context().setOffline(false);
    await page.getByText("Your reply was not sent.").first().waitFor();
    await notYet.waitFor({ state: "detached" });
    expect(await desk.reply.inputValue()).toBe(REPLY);
    expect(await desk.log.getByText(REPLY).count()).toBe(0);
  });
});
