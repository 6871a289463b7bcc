import { OWN_LANGUAGES } from "../protocol/prompt-parts.ts";
import type { HistoryTurn } from "./answer-question.ts";
import { plain, wordsOf } from "./clauses.ts";
import type { Way } from "./route.ts";
import type { Language, Say } from "./wording.ts";

/** Whole messages. Without a plea "yes" may also say that an answer that was in doubt was one. */
const PLEAS =
  "please|yes please|please do|yes please do|i would like that|yes i would like that|i'd like that|yes i'd like that|bitte|ja bitte|gerne|gern|ja gerne|ja gern|oui s'il vous plaît|s'il vous plaît|oui svp|oui volontiers|volontiers|por favor|sí por favor|si por favor|per favore|sì per favore|si per favore|sì grazie|si grazie|volentieri|sì volentieri";
const YES =
  "yes|yeah|yep|yup|sure|yes sure|of course|i would|yes i would|ja|ja klar|klar|natürlich|oui|oui bien sûr|bien sûr|sí|si|claro|sí claro|claro que sí|sì|certo|sì certo";

const [pleas, agreements] = [PLEAS, YES].map((listed) => new Set(listed.split("|")));
const LANGUAGES = Object.keys(OWN_LANGUAGES) as Language[];

/** What a message means where the bot spoke last: "yes" to its offer of a person, or that its answer was of no use. */
export function inReply(way: Way, text: string, history: readonly HistoryTurn[], say: Say): Way {
  const last = history.at(-1);
  if (last?.author !== "bot") return isComplaint(way) ? { route: "documentation", text } : way;

  const offered = LANGUAGES.find((language) => last.text.endsWith(say("offerPerson", language)));
  return offered && accepts(text, last.text.startsWith(say("inDoubt", offered))) ? personIn(offered) : way;
}

const isComplaint = (way: Way) => way.route === "small-talk" && way.kind === "complaint";
const personIn = (language: Language): Way => ({ route: "person", language });

function accepts(text: string, inDoubt: boolean): boolean {
  const said = wordsOf(text).map(plain).join(" ");
  return pleas!.has(said) || (!inDoubt && agreements!.has(said));
}
