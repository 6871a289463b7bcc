import type { InboxItem } from "../../../src/protocol/staff.ts";

/** What a customer is called: as their site has signed it, by the address that they left, or by a number. */
export function customerName({
  customer,
  email,
  conversationId,
}: Pick<InboxItem, "customer" | "email" | "conversationId">) {
  return customer ?? email ?? `Visitor ${numberOf(conversationId)}`;
}

/** Four digits that two colleagues can speak of. Two visitors may share them; the address of the page tells them apart. */
function numberOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_000;
  return 1_000 + sum;
}
