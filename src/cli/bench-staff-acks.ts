import type { ConversationStore } from "../conversations/conversation-store.ts";
import { textOf } from "./bench-staff-data.ts";

/** Milliseconds; the interval holds 95 % of what resampling gives. */
export type Interval = { difference: number; low: number; high: number };

/** Alone and meanwhile take turns, so that what the machine does besides falls on both. */
const TURNS = 20;
const ASKED_A_TURN = 100;
const RESAMPLED = 2_000;

/** What customers wait for until their question is kept, ms: alone, and while `staffWork` is done again and again. */
export async function acknowledgements(
  store: ConversationStore,
  staffWork: () => Promise<unknown>,
  random: () => number,
): Promise<{ alone: number[]; meanwhile: number[]; p99Difference: Interval }> {
  const [alone, meanwhile]: [number[], number[]] = [[], []];
  const ask = asking(store, random);
  await ask(ASKED_A_TURN);

  for (let turn = 0; turn < TURNS; turn++) {
    alone.push(...(await ask(ASKED_A_TURN)));
    let asks = true;
    const asked = ask(ASKED_A_TURN).finally(() => {
      asks = false;
    });
    while (asks) await staffWork();
    meanwhile.push(...(await asked));
  }
  return { alone, meanwhile, p99Difference: differenceOf(meanwhile, alone, random) };
}

function asking(store: ConversationStore, random: () => number): (times: number) => Promise<number[]> {
  let asked = 0;
  return async (times) => {
    const spent: number[] = [];
    for (let time = 0; time < times; time++) {
      const name = `${++asked}`;
      const started = performance.now();
      await store.keepQuestion({
        conversationId: `asker ${asked % 100}`,
        clientMessageId: name,
        messageId: `q${name}`,
        answerId: `a${name}`,
        text: textOf(random),
        at: Date.now(),
        openLimit: Number.POSITIVE_INFINITY,
      });
      spent.push(performance.now() - started);
    }
    return spent;
  };
}

/** Of the 99th percentiles, with the percentile bootstrap's interval (Efron 1979). */
function differenceOf(one: readonly number[], other: readonly number[], random: () => number): Interval {
  const resampled = (values: readonly number[]) => values.map(() => values[Math.floor(random() * values.length)]!);
  const differences = Array.from({ length: RESAMPLED }, () => p99(resampled(one)) - p99(resampled(other)));
  differences.sort((a, b) => a - b);
  const at = (share: number) => differences[Math.floor(share * RESAMPLED)]!;
  return { difference: p99(one) - p99(other), low: at(0.025), high: at(0.975) };
}

function p99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)]!;
}
