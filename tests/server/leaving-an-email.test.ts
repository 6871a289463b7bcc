import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { scriptedAnswers } from "../support/scripted-answers.ts";
import { type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";

const hours = { weekly: [{ weekday: 1, from: 9 * 60, until: 17 * 60 }], timeZone: "Europe/Berlin" };

let server: StaffServer;
let ana: StaffMember;
beforeEach(async () => {
  const sunday = Date.UTC(2026, 10, 29, 12);
  server = await staffServer({}, () => sunday, { openingHours: hours });
  ana = await server.hire("owner", "Ana");
});
afterEach(() => server.close());

async function handedOff(said = "My lamp is broken, write to ana@example.com") {
  const visitor = await server.visit();
  await visitor.ask(said);
  await visitor.next("answer-end");
  await visitor.send("request-human", {});
  const notice = await visitor.next("message");
  return { visitor, notice, conversationId: visitor.session().conversationId };
}

describe("a customer who asks for a person when nobody comes soon", () => {
  it("[T33] is told when the team is back, and waits in the inbox meanwhile", async () => {
    const { notice, visitor } = await handedOff();

    expect(notice).toMatchObject({
      author: "system",
      text: expect.stringContaining("back on Monday 30 November, 09:00 (Europe/Berlin)"),
      offersEmail: true,
    });
    expect(await visitor.next("owner")).toMatchObject({ owner: "queued" });
  });

  it("[T52] is told so in the language in which the customer writes", async () => {
    const { notice, visitor } = await handedOff("Meine Lampe ist kaputt und ich weiß nicht, was ich tun kann");
    await visitor.send("leave-email", { email: "ana@example.com" });
    await visitor.next("owner");

    expect(notice.text).toContain("Wir sind am Montag, 30. November, 09:00 (Europe/Berlin), zurück.");
    expect((await visitor.next("message")).text).toMatch(/^Danke\./);
  });

  it.each([
    ["the widget's", { language: "it", locale: "de-AT" }, "Il nostro team"],
    ["the browser's where no widget says its own", { locale: "de-AT" }, "Unser Team"],
    ["English where the bot does not speak it", { language: "pt" }, "Our team"],
    ["English where none can be read", { language: 7, locale: ["fr"] }, "Our team"],
  ])("[T52] is told so in %s language before a word was written", async (_title, sent, beginning) => {
    const visitor = await server.visit({ auth: { protocol: 1, ...sent } });
    await visitor.send("request-human", {});

    expect((await visitor.next("message")).text).toMatch(new RegExp(`^${beginning}`));
  });

  it("[T52] keeps to the widget's language where the words do not tell", async () => {
    const visitor = await server.visit({ auth: { protocol: 1, language: "fr" } });
    await visitor.ask("no voucher");
    await visitor.send("request-human", {});
    await visitor.next("message");
    await visitor.send("leave-email", { email: "ana@example.com" });

    expect((await visitor.next("message")).text).toMatch(/^Merci\./);
  });

  it("[T27] waits in the inbox also when the person was asked for in words", async () => {
    const script = scriptedAnswers();
    const office = await staffServer({ answerQuestion: script.answerQuestion }, Date.now);
    const member = await office.hire("owner", "Ana");
    const visitor = await office.visit();
    await visitor.ask("I want to talk to a human");
    (await script.next()).end({ text: "I am passing this on.", outcome: "handed-off", route: "person" });

    await visitor.next("answer-end");
    expect(await visitor.next("message")).toMatchObject({
      author: "system",
      text: expect.stringContaining("Somebody of our team is here"),
    });
    expect(await visitor.next("owner")).toMatchObject({ owner: "queued" });
    expect((await member.call("GET", "/inbox?list=waiting")).body).toMatchObject({ items: [expect.anything()] });
    await office.close();
  });

  it("[T34] leaves an address, which staff see at once and after a reload, and is thanked without it", async () => {
    const { visitor, conversationId } = await handedOff();
    expect(await visitor.send("leave-email", { email: " ana@example.com " })).toEqual({ ok: true });
    const thanks = await visitor.next("message");

    expect(thanks.offersEmail).toBeUndefined();
    expect(thanks.text).not.toContain("ana@");
    expect(await ana.next("inbox", ({ email }) => email !== null)).toMatchObject({ email: "ana@example.com" });
    expect((await ana.call("GET", `/conversations/${conversationId}`)).body).toMatchObject({
      email: "ana@example.com",
    });
    const back = await server.visit({ token: visitor.session().visitorToken });
    expect(await back.next("message")).toMatchObject({ author: "customer" });
    expect(await back.next("message")).toMatchObject({ offersEmail: true });
  });

  it("[T34] is told what an address looks like, and nothing is kept", async () => {
    const { visitor, conversationId } = await handedOff();
    for (const email of [
      "",
      "ana",
      "ana@localhost",
      "a b@example.com",
      `<b>@example.com`,
      `${"a".repeat(250)}@x.org`,
    ]) {
      expect(await visitor.send("leave-email", { email })).toEqual({
        ok: false,
        error: { code: "invalid", message: "This is no e-mail address. One looks like name@example.com." },
      });
    }
    expect(await visitor.send("leave-email", {})).toMatchObject({ error: { code: "invalid" } });
    expect((await ana.call("GET", `/conversations/${conversationId}`)).body.email).toBeNull();
    const stranger = await server.visit();
    expect(await stranger.send("leave-email", { email: "eve@example.com" })).toMatchObject({
      error: { code: "closed" },
    });
  });

  it("[T34] finds the address redacted in exports, under the placeholder that it has in the texts", async () => {
    const { visitor, conversationId } = await handedOff();
    await visitor.send("leave-email", { email: "ana@example.com" });
    const redacted = String((await ana.call("GET", "/export?format=jsonl&text=lamp")).body);
    const rows = String((await ana.call("GET", "/export?format=csv&text=lamp")).body);
    const whole = String((await ana.call("GET", "/export/unredacted?format=jsonl&text=lamp")).body);

    expect(JSON.parse(redacted)).toMatchObject({
      conversation_id: conversationId,
      email: "[EMAIL_1]",
      turns: [{ text: expect.stringContaining("[EMAIL_1]") }, expect.anything()],
    });
    // An id may begin with a sign that a spreadsheet would calculate with, and is quoted then.
    expect(rows).toContain(`${conversationId}","email","","[EMAIL_1]"`);
    expect([redacted, rows].join("")).not.toContain("ana@example.com");
    expect(JSON.parse(whole)).toMatchObject({ email: "ana@example.com" });
  });
});
