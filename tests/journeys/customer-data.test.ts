import { exportCustomer } from "../../src/customers/export-customer.ts";
import { findCustomer } from "../../src/customers/find-customer.ts";
import { verifiedFor } from "../../src/customers/verified-for.ts";
import { customerRoutes } from "../../src/server/customer-routes.ts";
import { scriptedVerbs } from "../support/scripted-verbs.ts";
import { complaintsOfAxe } from "./axe.ts";
import { consoleOn } from "./console-page.ts";
import { addressOf, consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";

const verbs = scriptedVerbs();

consoleJourneys(
  "a customer's data in the console",
  (stage) => {
    it("[P17] an owner is asked before anything is erased; nobody else is offered it", async () => {
      const [ana, ben] = [await stage().office.hire("owner", "Ana"), await stage().office.hire("engineer", "Ben")];
      const customer = await stage().answered("Please delete my data", "We will.");
      const { conversationId } = customer.session();
      const { db } = stage().office.database;
      const made = db.selectFrom("answers").select("id").where("conversation_id", "=", conversationId);
      const { id } = await made.executeTakeFirstOrThrow();
      const verified = { question: "Can I <b>leave</b>?", text: "At any time.", cited: "[]", verified_at: 1 };
      await db
        .insertInto("verified_answers")
        .values({ id, ...verified, retired_at: null })
        .execute();
      const page = await stage().enter(ana, addressOf(customer), { bypassCSP: true });
      const link = page.getByRole("link", { name: "Export" });
      await link.waitFor();
      expect(await link.getAttribute("href")).toBe(`/api/customers/${conversationId}/export`);

      await page.getByRole("button", { name: "Erase …" }).click();
      const dialog = page.getByRole("dialog", { name: "Erase for good?" });
      await dialog.waitFor();
      await dialog.getByRole("listitem").filter({ hasText: "Can I <b>leave</b>? At any time." }).waitFor();
      await dialog.getByRole("listitem").filter({ hasText: "<i>returns</i>" }).waitFor();
      expect(await complaintsOfAxe(page)).toEqual([]);
      await dialog.getByRole("button", { name: "Leave it" }).click();
      expect(verbs.started).toEqual([]);
      await page.getByRole("button", { name: "Erase …" }).click();
      await dialog.getByRole("button", { name: "Erase this conversation" }).click();
      await page.getByText("It is being erased. 1 verified answer goes with it.").waitFor();
      expect(verbs.started.map(({ asked }) => asked)).toEqual([["erase", `--conversation=${conversationId}`, "--yes"]]);

      const other = await stage().enter(ben, addressOf(customer));
      await consoleOn(other).log.getByText("We will.").waitFor();
      expect(await other.getByRole("button", { name: "Erase …" }).count()).toBe(0);
    });
  },
  {
    routes: ({ db }) =>
      customerRoutes({
        find: (name) => findCustomer(db, name),
        verifiedFor: (ids) => verifiedFor(db, ids),
        intentsLearntFrom: async () => ["<i>returns</i>"],
        exported: (ids) => exportCustomer(db, "nowhere", ids),
        start: verbs.start,
        onFailed: () => {},
        audit: async () => {},
      }),
  },
);
