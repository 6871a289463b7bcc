import type { AnswerDelta, AnswerStart } from "../protocol/visitor.ts";
import type { VisitorEvent } from "./audience.ts";
import type { Timers } from "./timers.ts";

/** Sockets pay for each message, not for each character: a tenth of a second of text is read as one. */
export const COALESCE_MS = 75;

export type AnswerStream = {
  readonly messageId: string;
  /** All text that came so far, sent or not. */
  text(): string;
  append(piece: string): void;
  /** What came so far is void. */
  restart(): void;
  /** Sends what is held back, then returns what a listener who comes now has missed. */
  catchUp(): VisitorEvent[];
  /** Sends nothing any more, whatever still comes: the end of the answer carries the whole text. */
  end(): void;
};

/** The provisional text of one answer. The first piece goes out at once, the following ones every COALESCE_MS. */
export function answerStream(answer: AnswerStart, tell: (event: VisitorEvent) => void, timers: Timers): AnswerStream {
  let text = "";
  let sent = 0;
  let ended = false;
  let callOff: (() => void) | null = null;

  function flush(): void {
    if (sent === text.length) return;
    tell({ event: "answer-delta", payload: delta(sent) });
    sent = text.length;
  }

  function delta(offset: number): AnswerDelta {
    return { messageId: answer.messageId, offset, text: text.slice(offset) };
  }

  function pause(): void {
    callOff = timers.after(COALESCE_MS, () => {
      callOff = null;
      if (sent === text.length) return;
      flush();
      pause();
    });
  }

  function unpause(): void {
    callOff?.();
    callOff = null;
  }

  tell({ event: "answer-start", payload: answer });

  return {
    messageId: answer.messageId,
    text: () => text,
    append(piece) {
      if (ended) return;
      text += piece;
      if (callOff) return;
      flush();
      pause();
    },
    restart() {
      if (ended) return;
      unpause();
      text = "";
      sent = 0;
      tell({ event: "answer-start", payload: answer });
    },
    catchUp() {
      flush();
      const start: VisitorEvent = { event: "answer-start", payload: answer };
      return text === "" ? [start] : [start, { event: "answer-delta", payload: delta(0) }];
    },
    end() {
      ended = true;
      unpause();
    },
  };
}
