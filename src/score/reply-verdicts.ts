import type { Route } from "../protocol/conversation.ts";

/** An answer to a question whose exact reply is known; `reply: undefined`: documentation should answer, or nothing. */
export type RepliedTo = { reply: string | undefined; route: Route; text: string };

export type ReplyFigures = {
  /** Shares of the questions with a known reply: given word for word, another one given, none given. */
  replyExact: number | null;
  replyWrong: number | null;
  replyNone: number | null;
  /** Share of the other questions that were answered by a reply all the same. */
  tunedOnDocs: number | null;
};

const REPLYING: ReadonlySet<Route> = new Set(["verified", "tuned", "combined"]);

export function replyFigures(answers: readonly RepliedTo[]): ReplyFigures {
  const wanted = answers.filter(({ reply }) => reply !== undefined);
  const others = answers.filter(({ reply }) => reply === undefined);
  const exact = ({ reply, text }: RepliedTo) => text === reply;
  const replied = ({ route }: RepliedTo) => REPLYING.has(route);
  return {
    replyExact: share(wanted, exact),
    replyWrong: share(wanted, (answer) => replied(answer) && !exact(answer)),
    replyNone: share(wanted, (answer) => !replied(answer) && !exact(answer)),
    tunedOnDocs: share(others, replied),
  };
}

const share = (some: readonly RepliedTo[], is: (answer: RepliedTo) => boolean) =>
  some.length === 0 ? null : some.filter(is).length / some.length;
