import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { fairQueue } from "../../src/conversations/fair-queue.ts";

type Job = { key: string; number: number };

/** A queue whose jobs end when the test says so. */
function queueOf(concurrency: number) {
  const started: Job[] = [];
  const ends = new Map<Job, () => void>();
  const queue = fairQueue<Job>({
    keyOf: ({ key }) => key,
    concurrency,
    run: (job) => {
      started.push(job);
      return new Promise((resolve) => ends.set(job, resolve));
    },
  });
  const running = () => [...ends.keys()];
  const end = async (job: Job) => {
    ends.get(job)!();
    ends.delete(job);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { queue, started, running, end };
}

describe("the queue of answers", () => {
  it("[W4] runs the jobs of a key in order and one at a time, at most `concurrency` at once, and each once", async () => {
    const keys = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        keys,
        fc.integer({ min: 1, max: 4 }),
        fc.infiniteStream(fc.nat()),
        async (added, most, picks) => {
          const { queue, started, running, end } = queueOf(most);
          for (const [number, key] of added.entries()) {
            queue.add({ key, number });
            expect(running().length).toBeLessThanOrEqual(most);
          }
          while (running().length > 0) {
            const jobs = running();
            expect(new Set(jobs.map(({ key }) => key)).size).toBe(jobs.length);
            expect(jobs.length).toBeLessThanOrEqual(most);
            await end(jobs[picks.next().value! % jobs.length]!);
          }
          await queue.idle();
          for (const key of new Set(added)) {
            const order = started.filter((job) => job.key === key).map(({ number }) => number);
            expect(order).toEqual(order.toSorted((a, b) => a - b));
          }
          expect(started).toHaveLength(added.length);
          expect(queue.size()).toBe(0);
        },
      ),
    );
  });

  it("lets a customer with one question pass one with many", async () => {
    const { queue, started, end } = queueOf(1);
    for (const number of [1, 2, 3]) queue.add({ key: "many", number });
    queue.add({ key: "one", number: 4 });

    await end(started[0]!);
    await end(started[1]!);

    expect(started.map(({ number }) => number)).toEqual([1, 4, 2]);
  });

  it("starts nothing after it was closed", async () => {
    const { queue, started, end } = queueOf(1);
    for (const number of [1, 2]) queue.add({ key: "a", number });
    queue.close();
    await end(started[0]!);
    await queue.idle();

    expect(started).toHaveLength(1);
  });
});
