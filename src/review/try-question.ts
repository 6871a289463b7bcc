import type { Way } from "../answer/route.ts";
import type { Considered } from "../protocol/review.ts";
import type { LiveVerifiedAnswers } from "./verified-answers.ts";

type Ports = { routeOf: (text: string) => Way; verified: Pick<LiveVerifiedAnswers, "consider"> };

/** What would become of a question, on the path that a customer's takes: courtesies come before verified answers. */
export async function tryQuestion(text: string, { routeOf, verified }: Ports): Promise<Considered> {
  const way = routeOf(text);
  return verified.consider(way.route === "documentation" ? way.text : null);
}
