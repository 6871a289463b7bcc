import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { openDatabase } from "../../src/conversations/database.ts";
import { type JobThread, jobThread } from "../../src/conversations/job-thread.ts";
import type { CountJob } from "../../src/conversations/search-worker.ts";
import { answered } from "../support/answered.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const database = openDatabase(join(temporaryFolder(), "switchboard.db"));
afterAll(() => database.db.destroy());

const counting = (jobMs: number, startMs = 10_000): JobThread<CountJob, number> =>
  jobThread("../conversations/search-worker", database.file, { jobMs, startMs });
const everything: CountJob = { kind: "count", filter: { rows: "conversations", order: "newest" }, now: 0 };

describe("a thread that takes jobs", () => {
  it("[T43] answers each of several jobs at once, and ends when it is closed", async () => {
    await answered(database, "a", { question: "Where is it?" });
    const thread = counting(10_000);

    const waiting = { ...everything, filter: { ...everything.filter, owner: "queued" as const } };
    expect(await Promise.all([everything, waiting, everything].map(thread.run))).toEqual([1, 0, 1]);
    await thread.close();
    expect(await thread.run(everything)).toBe(1);
    await thread.close();
  });

  it("[T43] tells everybody who waits that it takes too long, and is replaced without being killed", async () => {
    // Starting the thread alone takes longer than this.
    const thread = counting(1, 0);

    expect(await Promise.all([thread.run(everything), thread.run(everything)])).toEqual([null, null]);
    expect(await thread.run(everything)).toBeNull();
    await thread.close();
  });

  it("[T43] does not count the start of the thread as time of the job", async () => {
    const thread = counting(1, 60_000);
    const { kind, filter, now } = everything;

    // Starting takes far longer than the millisecond that a job may.
    const asked = Array.from({ length: 3 }, () => thread.run({ kind, filter, now }));
    expect(await Promise.all(asked)).toEqual([1, 1, 1]);
    await thread.close();
  });

  it("[T43] fails as the thread does", async () => {
    const thread = jobThread("../conversations/search-worker", "/nonexistent/switchboard.db", {
      jobMs: 10_000,
      startMs: 0,
    });

    await expect(thread.run(everything)).rejects.toThrow(/open/i);
    await thread.close();
  });
});
