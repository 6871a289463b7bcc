import type { Hit } from "../search/knowledge.ts";
import type { Passage } from "../search/passage.ts";
import type { Draft } from "./generate.ts";
import type { Extract } from "./render-units.ts";
import type { Way } from "./route.ts";
import { languageOf } from "./spoken-language.ts";
import type { Language, Say } from "./wording.ts";

/** Courtesies, and what a customer who asks for a person is told. */
export function shortReply(
  way: Exclude<Way, { route: "documentation" }>,
  { say, contactText, staffed }: { say: Say; contactText: string; staffed: boolean },
): Draft {
  if (way.route === "person") {
    const text = staffed ? say("passedOn", way.language) : contactText;
    return { outcome: "handed-off", route: "person", text, passages: [], streamed: false };
  }
  if (way.kind === "complaint") return unhelped(way.language, say);
  const text = say(way.kind, way.language);
  return { outcome: "answered", route: "small-talk", text, passages: [], streamed: false };
}

/** Nothing was asked, but the question before is as good as unanswered. */
function unhelped(language: Language, say: Say): Draft {
  const text = `${say("complaint", language)} ${say("offerPerson", language)}`;
  return { outcome: "no-answer", route: "small-talk", text, passages: [], streamed: false };
}

const NEAREST = 3;

/** Says that it is not known, names the nearest pages, offers a person. */
export function notDocumented(question: string, hits: Hit[], say: Say): Draft {
  const language = languageOf(question);
  const [notFound, offerPerson] = [say("notFound", language), say("offerPerson", language)];
  const pages = bestOfEachPage(hits).slice(0, NEAREST);
  const list = pages.map((passage, rank) => `- ${nameOf(passage)} [${rank + 1}]`).join("\n");
  const nearest = `${notFound} ${say("nearest", language)}\n\n${list}\n\n${offerPerson}`;
  const text = pages.length > 0 ? nearest : `${notFound} ${offerPerson}`;
  return { outcome: "no-answer", route: "documentation", text, passages: pages, streamed: false };
}

function bestOfEachPage(hits: Hit[]): Passage[] {
  const best = new Map<string, Passage>();
  for (const { passage } of hits) if (!best.has(passage.path)) best.set(passage.path, passage);
  return [...best.values()];
}

const nameOf = ({ title, headings }: Passage) => [title, ...headings].join(" > ");

/** Shows what may answer, says that it may not, and offers a person. */
export function mayHelp(question: string, { text: quotation, passages }: Extract, say: Say): Draft {
  const language = languageOf(question);
  const text = `${say("inDoubt", language)}\n\n${quotation}\n\n${say("offerPerson", language)}`;
  return { outcome: "no-answer", route: "documentation", text, passages, streamed: false };
}

export function refused(question: string, say: Say): Draft {
  const language = languageOf(question);
  const text = `${say("cannotAnswer", language)} ${say("offerPerson", language)}`;
  return { outcome: "refused", route: "documentation", text, passages: [], streamed: false };
}
