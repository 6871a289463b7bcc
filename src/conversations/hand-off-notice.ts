import type { OwnLanguage } from "../protocol/prompts.ts";
import { nextOpening, type OpeningHours, openUntil } from "./opening-hours.ts";

/** Who could take a customer over: `unstaffed`, nobody has an account; `away`, nobody is there now. */
export type Presence = "unstaffed" | "away" | "present";

export type HandOffNotice = {
  text: string;
  /** Nobody comes soon, so the customer may leave an address to be answered at. */
  offersEmail: boolean;
};

export type NoticeSettings = {
  hours: OpeningHours | null;
  contactText: string;
  language: OwnLanguage;
  /** Milliseconds since the epoch. */
  at: number;
};

/** What a customer who asks for a person is told. Nobody is promised a time: how soon one comes is not the server's to say. */
export function handOffNotice(presence: Presence, { hours, contactText, language, at }: NoticeSettings): HandOffNotice {
  if (presence === "unstaffed") return { text: contactText, offersEmail: false };
  const { present, away, until, closed, dates } = NOTICES[language];
  const closing = hours && openUntil(hours, at);
  if (hours && closing === null) {
    const opening = nextOpening(hours, at);
    return { text: closed(dayOf(opening, dates, hours), timeOf(opening, dates, hours)), offersEmail: true };
  }
  if (presence === "present") return { text: present, offersEmail: false };
  return { text: closing ? `${away} ${until(timeOf(closing, dates, hours!))}` : away, offersEmail: true };
}

/** What a customer is told who has left an address. */
export const emailKept = (language: OwnLanguage): string => NOTICES[language].emailKept;

type Notices = {
  present: string;
  away: string;
  /** @param time of today, with its zone */
  until: (time: string) => string;
  closed: (day: string, time: string) => string;
  emailKept: string;
  /** How days and times are written. */
  dates: string;
};

const NOTICES: Record<OwnLanguage, Notices> = {
  en: {
    present: "Thank you. Somebody of our team is here and will join this chat. You can go on asking meanwhile.",
    away: "Nobody of our team is on duty right now. Your request is kept, and somebody will answer here as soon as they are back.",
    until: (time) => `We are on duty until ${time} today.`,
    closed: (day, time) =>
      `Our team is not on duty right now. We are back on ${day}, ${time}. Your request is kept, and somebody will answer here then.`,
    emailKept:
      "Thank you. If you are no longer here when somebody answers, they will write to the e-mail address that you left.",
    dates: "en-GB",
  },
  de: {
    present: "Danke. Jemand aus unserem Team ist da und kommt in diesen Chat. Sie können inzwischen weiterfragen.",
    away: "Aus unserem Team ist gerade niemand da. Ihre Anfrage ist gespeichert, und wir antworten hier, sobald jemand zurück ist.",
    until: (time) => `Wir sind heute bis ${time} da.`,
    closed: (day, time) =>
      `Unser Team ist gerade nicht da. Wir sind am ${day}, ${time}, zurück. Ihre Anfrage ist gespeichert, und wir antworten dann hier.`,
    emailKept:
      "Danke. Wenn Sie nicht mehr hier sind, wenn jemand antwortet, schreiben wir an die E-Mail-Adresse, die Sie hinterlassen haben.",
    dates: "de-DE",
  },
  fr: {
    present:
      "Merci. Une personne de notre équipe est là et va rejoindre cette discussion. Vous pouvez continuer à poser vos questions.",
    away: "Personne de notre équipe n'est disponible pour le moment. Votre demande est enregistrée, et nous vous répondrons ici dès notre retour.",
    until: (time) => `Nous sommes disponibles aujourd'hui jusqu'à ${time}.`,
    closed: (day, time) =>
      `Notre équipe n'est pas disponible pour le moment. Nous serons de retour le ${day}, ${time}. Votre demande est enregistrée, et nous vous répondrons ici à ce moment-là.`,
    emailKept:
      "Merci. Si vous n'êtes plus là quand nous répondrons, nous écrirons à l'adresse e-mail que vous avez laissée.",
    dates: "fr-FR",
  },
  es: {
    present:
      "Gracias. Una persona de nuestro equipo está aquí y entrará en este chat. Mientras tanto puede seguir preguntando.",
    away: "Ahora mismo no hay nadie de nuestro equipo disponible. Su solicitud queda guardada y le responderemos aquí en cuanto volvamos.",
    until: (time) => `Hoy estamos disponibles hasta las ${time}.`,
    closed: (day, time) =>
      `Nuestro equipo no está disponible ahora mismo. Volvemos el ${day}, ${time}. Su solicitud queda guardada y le responderemos aquí entonces.`,
    emailKept:
      "Gracias. Si ya no está aquí cuando respondamos, le escribiremos a la dirección de correo que ha dejado.",
    dates: "es-ES",
  },
  it: {
    present: "Grazie. Una persona del nostro team è qui ed entrerà in questa chat. Intanto può continuare a chiedere.",
    away: "In questo momento nessuno del nostro team è disponibile. La sua richiesta è stata salvata e risponderemo qui appena torniamo.",
    until: (time) => `Oggi siamo disponibili fino alle ${time}.`,
    closed: (day, time) =>
      `Il nostro team non è disponibile in questo momento. Torniamo ${day}, ${time}. La sua richiesta è stata salvata e risponderemo qui allora.`,
    emailKept: "Grazie. Se non sarà più qui quando risponderemo, scriveremo all'indirizzo e-mail che ha lasciato.",
    dates: "it-IT",
  },
};

const dayOf = (at: number, dates: string, { timeZone }: OpeningHours): string =>
  new Intl.DateTimeFormat(dates, { timeZone, weekday: "long", day: "numeric", month: "long" }).format(at);

/** With the zone, because the customer may be in another one. */
function timeOf(at: number, dates: string, { timeZone }: OpeningHours): string {
  const time = new Intl.DateTimeFormat(dates, { timeZone, hour: "2-digit", minute: "2-digit" }).format(at);
  return `${time} (${timeZone.replaceAll("_", " ")})`;
}
