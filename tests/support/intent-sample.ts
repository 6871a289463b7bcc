import type { LabelledText } from "../../src/intents/train-intent-classifier.ts";

/** Written for these tests: what customers of a parcel service ask. The last two of each intent are kept for testing. */
const PHRASES: Record<string, string[]> = {
  track_parcel: [
    "Where is my parcel right now?",
    "Can I see how far my package has travelled?",
    "The tracking page shows nothing for my shipment",
    "How do I follow my delivery online?",
    "I want to track parcel number 4471",
    "Has my package left the depot yet?",
    "My tracking number is not recognised",
    "Show me the current location of my shipment",
    "Which depot is my package in at the moment?",
    "tell me where my delivery is",
    "Could you tell me where my package is?",
    "I would like to track my shipment",
  ],
  change_address: [
    "I moved house, please send it to my new address",
    "Can the delivery address still be changed?",
    "Wrong street on my order, how do I correct it?",
    "Deliver it to my office instead of my home",
    "I typed the wrong postcode for the delivery",
    "Please update the address of my shipment",
    "Is it possible to redirect the package to my neighbour's address?",
    "the house number in the address is wrong",
    "Send my order to another address please",
    "How do I edit where it gets delivered to?",
    "I need to change the delivery address",
    "The address on my shipment is wrong",
  ],
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
    "I was promised my money back last week",
    "How do I ask for a refund?",
    "Please pay my money back",
  ],
  opening_hours: [
    "When does the shop open on Saturday?",
    "What are your opening hours?",
    "Until what time can I drop off a package today?",
    "Are you open on public holidays?",
    "Is the counter closed at noon?",
    "How late is the branch open?",
    "opening times of the store in the city centre",
    "Do you open on Sundays?",
    "At what hour do you close tonight?",
    "When can I come by the pick-up shop?",
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
    "Is it too late to cancel?",
    "I changed my mind about the order, cancel it",
    "Withdraw my order please",
    "Please cancel my order",
    "How do I cancel a booking?",
  ],
  forbidden_goods: [
    "Am I allowed to send batteries?",
    "Which items may not be shipped?",
    "Can I put perfume in a package?",
    "Is it legal to send wine abroad?",
    "What goods are forbidden in parcels?",
    "May I ship a knife?",
    "are lighters prohibited",
    "Can medicine be sent by post?",
    "Do you transport plants?",
    "List of things I must not send",
    "Which goods are prohibited?",
    "Am I allowed to ship alcohol?",
  ],
};

export const STRANGERS = [
  "Who won the football match yesterday?",
  "Write me a poem about autumn leaves",
  "What is the capital of Mongolia?",
  "My cat refuses to eat dry food",
  "Recommend a good thriller for the weekend",
  "How do I boil an egg?",
];

const KEPT_FOR_TESTING = 2;

const all = (slice: (phrases: string[]) => string[]): LabelledText[] =>
  Object.entries(PHRASES).flatMap(([intent, phrases]) => slice(phrases).map((text) => ({ text, intent })));

export const trainingTexts = (): LabelledText[] => all((phrases) => phrases.slice(0, -KEPT_FOR_TESTING));
export const testingTexts = (): LabelledText[] => all((phrases) => phrases.slice(-KEPT_FOR_TESTING));
