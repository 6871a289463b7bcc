import type { CustomerExport } from "../customers/export-customer.ts";
import type { CustomerName, FoundConversation } from "../customers/find-customer.ts";
import type { StartVerb } from "../learning/start-verb.ts";
import { type CustomerView, eraseCustomerSchema, type VerifiedForCustomer } from "../protocol/customers.ts";
import type { StaffDesk } from "../staff/staff-desk.ts";
import { missing, read, type StaffRoute } from "./staff-api.ts";

export type CustomerRoutePorts = {
  find: (name: CustomerName) => Promise<FoundConversation[]>;
  verifiedFor: (ids: readonly string[]) => Promise<VerifiedForCustomer[]>;
  intentsLearntFrom: (ids: readonly string[]) => Promise<string[]>;
  exported: (ids: readonly string[]) => Promise<CustomerExport>;
  /** The command line `customer`. */
  start: StartVerb;
  /** With what it said last. */
  onFailed: (lines: string[]) => void;
  audit: StaffDesk["audit"];
};

/** What an owner does when a customer asks for their data, or asks that it be erased. */
export function customerRoutes({
  find,
  verifiedFor,
  intentsLearntFrom,
  exported,
  start,
  onFailed,
  audit,
}: CustomerRoutePorts): StaffRoute[] {
  const named = (id = "") => find({ conversations: [id], subject: null, email: null });

  async function viewOf(own: FoundConversation, found: readonly FoundConversation[]): Promise<CustomerView> {
    const conversations = found.map(({ conversationId }) => conversationId);
    const byOwn = new Set(await intentsLearntFrom([own.conversationId]));
    const intents = (await intentsLearntFrom(conversations)).map((intent) => ({
      intent,
      onlyIfAll: !byOwn.has(intent),
    }));
    return { conversations, verifiedAnswers: await verifiedFor(conversations), intents };
  }

  function erase(ids: readonly string[]): void {
    const lines: string[] = [];
    const verb = start(["erase", ...ids.map((id) => `--conversation=${id}`), "--yes"], (line) => lines.push(line));
    void verb.ended.then(({ ok }) => (ok ? undefined : onFailed(lines)));
  }

  return [
    {
      method: "get",
      path: "/customers/:conversationId",
      verb: "erase-customers",
      async handle({ params }) {
        const [own] = await named(params.conversationId);
        if (!own) return missing;
        const { subject, email } = own;
        return { json: await viewOf(own, await find({ conversations: [own.conversationId], subject, email })) };
      },
    },
    {
      method: "get",
      path: "/customers/:conversationId/export",
      verb: "export-customers",
      async handle({ who, params }) {
        const [own] = await named(params.conversationId);
        if (!own) return missing;
        await audit(who.member.staffId, "customer-exported", own.conversationId);
        const file = JSON.stringify(await exported([own.conversationId]), null, 2);
        return { file: pieces(file), name: "customer.json", type: "application/json" };
      },
    },
    {
      method: "post",
      path: "/customers/:conversationId/erase",
      verb: "erase-customers",
      async handle({ who, params, body }) {
        const sent = read(eraseCustomerSchema, body);
        if ("reply" in sent) return sent.reply;
        const [own] = await named(params.conversationId);
        if (!own) return missing;
        const { subject, email } = own;
        const all = sent.payload.all ? await find({ conversations: [own.conversationId], subject, email }) : [own];
        for (const { conversationId } of all) await audit(who.member.staffId, "customer-erase", conversationId);
        const view = await viewOf(own, all);
        erase(view.conversations);
        return { json: view };
      },
    },
  ];
}

async function* pieces(text: string): AsyncIterable<string> {
  yield text;
}
