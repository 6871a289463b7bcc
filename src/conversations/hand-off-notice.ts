import { nextOpening, type OpeningHours, openUntil } from "./opening-hours.ts";

/** Who could take a customer over: `unstaffed`, nobody has an account; `away`, nobody is there now. */
export type Presence = "unstaffed" | "away" | "present";

export type HandOffNotice = {
  text: string;
  /** Nobody comes soon, so the customer may leave an address to be answered at. */
  offersEmail: boolean;
};

/** Nobody is promised a time: how soon a person comes is not the server's to say. */
const PRESENT_TEXT = "Thank you. Somebody of our team is here and will join this chat. You can go on asking meanwhile.";
const AWAY_TEXT =
  "Nobody of our team is on duty right now. Your request is kept, and somebody will answer here as soon as they are back.";

/** What a customer who asks for a person is told. @param at milliseconds since the epoch */
export function handOffNotice(
  presence: Presence,
  { hours, contactText, at }: { hours: OpeningHours | null; contactText: string; at: number },
): HandOffNotice {
  if (presence === "unstaffed") return { text: contactText, offersEmail: false };
  const closing = hours && openUntil(hours, at);
  if (hours && closing === null) return { text: closedText(hours, at), offersEmail: true };
  if (presence === "present") return { text: PRESENT_TEXT, offersEmail: false };
  const text = closing ? `${AWAY_TEXT} We are on duty until ${clockTime(closing, hours!.timeZone)} today.` : AWAY_TEXT;
  return { text, offersEmail: true };
}

function closedText(hours: OpeningHours, at: number): string {
  const opening = dayAndTime(nextOpening(hours, at), hours.timeZone);
  return `Our team is not on duty right now. We are back on ${opening}. Your request is kept, and somebody will answer here then.`;
}

function dayAndTime(at: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "long", day: "numeric", month: "long" }).format(at);
  return `${day}, ${clockTime(at, timeZone)}`;
}

/** With the zone, because the customer may be in another one. */
function clockTime(at: number, timeZone: string): string {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(at);
  return `${time} (${timeZone.replaceAll("_", " ")} time)`;
}
