import { once } from "node:events";
import { startWorker } from "../search/start-worker.ts";
import type { ConversationStore } from "./conversation-store.ts";
import type { Database } from "./database.ts";

type Verbs = Omit<ConversationStore, "close">;

/** What travels to the thread and back under the same id; null closes it. */
export type StoreCall = { id: number; verb: keyof Verbs; args: unknown[] };
export type StoreReply = { id: number } & ({ result: unknown } | { fault: Error; code: unknown });

type Waiting = { resolve: (result: never) => void; reject: (fault: Error) => void };

/**
 * The same store in a thread with a connection of its own, because each commit waits for the disk: sockets must not wait
 * along. Should the thread fail, so does the process: what is owed is taken up by the next one. The store closes the database.
 */
export function threadedConversations(database: Database): ConversationStore {
  const thread = startWorker("../conversations/conversation-store-worker", database.file);
  const waiting = new Map<number, Waiting>();
  let calls = 0;

  // A program that waits for nothing may end: a start that was refused, for one.
  thread.unref();
  thread.on("message", (reply: StoreReply) => {
    const { resolve, reject } = waiting.get(reply.id)!;
    waiting.delete(reply.id);
    if (waiting.size === 0) thread.unref();
    if ("result" in reply) resolve(reply.result as never);
    // A copied error keeps no properties of its own.
    else reject(Object.assign(reply.fault, { code: reply.code }));
  });

  function verb<Name extends keyof Verbs>(name: Name): Verbs[Name] {
    const call = (...args: unknown[]) =>
      new Promise((resolve, reject) => {
        calls += 1;
        if (waiting.size === 0) thread.ref();
        waiting.set(calls, { resolve, reject });
        thread.postMessage({ id: calls, verb: name, args } satisfies StoreCall);
      });
    return call as Verbs[Name];
  }

  return {
    keepQuestion: verb("keepQuestion"),
    timeline: verb("timeline"),
    openAnswers: verb("openAnswers"),
    startAnswer: verb("startAnswer"),
    finishAnswer: verb("finishAnswer"),
    answerState: verb("answerState"),
    answerRecord: verb("answerRecord"),
    rateAnswer: verb("rateAnswer"),
    keepHumanRequest: verb("keepHumanRequest"),
    keepEmail: verb("keepEmail"),
    transfer: verb("transfer"),
    keepReply: verb("keepReply"),
    turnsBefore: verb("turnsBefore"),
    keepDraft: verb("keepDraft"),
    undrafted: verb("undrafted"),
    keepCustomer: verb("keepCustomer"),
    changeOwner: verb("changeOwner"),
    erase: verb("erase"),
    wasErased: verb("wasErased"),
    check: verb("check"),
    async close() {
      thread.ref();
      thread.postMessage(null);
      await once(thread, "exit");
      await database.db.destroy();
    },
  };
}
