/** What customers of a made-up parcel service ask, and what staff answer: enough to train the smallest model on. */
const WISHES: Readonly<Record<string, readonly string[]>> = {
  refund: [
    "When do I get my money back?",
    "I want a refund for the late delivery",
    "You charged me twice, please refund one payment",
    "How long does a refund take?",
    "Give me my money back, it arrived broken",
    "My refund has not shown up on my account",
    "Can I be reimbursed for the shipping fee?",
    "refund the postage please",
    "Who pays me back for the damaged goods?",
    "How do I ask for a refund?",
  ],
  opening_hours: [
    "When does the shop open on Saturday?",
    "What are your opening hours?",
    "Until what time can I drop off a package today?",
    "Are you open on public holidays?",
    "How late is the branch open?",
    "opening times of the store in the city centre",
    "Do you open on Sundays?",
    "At what hour do you close tonight?",
    "What time do you open tomorrow?",
    "Tell me your opening times please",
  ],
  cancel_order: [
    "I want to cancel my pick-up",
    "Please call off the order I placed this morning",
    "How can I cancel the shipment I booked?",
    "Stop my order, I do not need it any more",
    "Can a booked label be cancelled?",
    "I booked twice by mistake, cancel one of them",
    "undo my booking please",
    "I changed my mind about the order, cancel it",
    "Withdraw my order please",
    "How do I cancel a booking?",
  ],
};

/** What nobody has labelled or answered yet. */
const UNLABELLED: readonly string[] = [
  "Please send it to my new address",
  "I have moved, change my delivery address",
  "Can you deliver to my neighbour's address instead?",
  "Change the address of my parcel please",
  "The delivery address is wrong, can I correct it?",
  "My new address is not on the label",
  "How do I change the address for my delivery?",
  "Deliver it to another address please",
];

export const replyTo = (intent: string): string => `Staff's one reply about ${intent.replaceAll("_", " ")}.`;

export const wishes = (): { text: string; intent: string }[] =>
  Object.entries(WISHES).flatMap(([intent, texts]) => texts.map((text) => ({ text, intent })));

/** The log of two conversations about each wish, and of those that nobody has labelled, as `finetune -- collect` reads it. */
export function helpDeskLog(): string {
  const conversations = wishes().flatMap(({ text, intent }, at) => [
    conversation(`a${at}`, text, intent),
    conversation(`b${at}`, `Hello, ${text.toLowerCase()} Thank you very much in advance`, intent),
  ]);
  const unlabelled = UNLABELLED.map((text, at) => ({
    conversation_id: `u${at}`,
    turns: [{ role: "customer", text }],
  }));
  return [...conversations, ...unlabelled].map((one) => `${JSON.stringify(one)}\n`).join("");
}

function conversation(id: string, text: string, intent: string) {
  const reply = { role: "agent", text: replyTo(intent), review: { verdict: "approved" } };
  return { conversation_id: id, turns: [{ role: "customer", text, intent }, reply] };
}
