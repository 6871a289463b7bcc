import { parentPort, workerData } from "node:worker_threads";
import { openAgain } from "./database.ts";
import { conversationsIn } from "./libsql-conversation-store.ts";
import type { StoreCall, StoreReply } from "./threaded-conversation-store.ts";

const store = conversationsIn(openAgain(workerData as string));
const open = new Set<Promise<void>>();

parentPort!.on("message", (call: StoreCall | null) => {
  if (call === null) return void close();
  const answered = answer(call).finally(() => open.delete(answered));
  open.add(answered);
});

async function answer({ id, verb, args }: StoreCall): Promise<void> {
  try {
    const result = await (store[verb] as (...args: unknown[]) => Promise<unknown>)(...args);
    parentPort!.postMessage({ id, result } satisfies StoreReply);
  } catch (error) {
    const fault = error instanceof Error ? error : new Error(String(error));
    parentPort!.postMessage({ id, fault, code: (fault as { code?: unknown }).code } satisfies StoreReply);
  }
}

/** What was asked before the end is done before it. */
async function close(): Promise<void> {
  await Promise.all(open);
  await store.close();
  parentPort!.close();
}
