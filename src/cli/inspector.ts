import { once } from "node:events";
import WebSocket from "ws";

export type HeapLook = {
  /** What is still in use after a whole collection. */
  heapMb: number;
  /** Sockets, timers, files and whatever else keeps the program's loop busy. */
  handles: number;
};

export type Inspector = { look(): Promise<HeapLook>; close(): void };

type Reply = { id?: number; result?: Record<string, unknown>; error?: { message: string } };

/** Of a program that was started with `--inspect`: what it holds, without a line of its own for that. */
export async function openInspector(address: string): Promise<Inspector> {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  const waiting = new Map<number, (reply: Reply) => void>();
  let calls = 0;
  socket.on("message", (data: Buffer) => {
    const reply = JSON.parse(data.toString()) as Reply;
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
  });
  socket.on("error", () => {});
  await once(socket, "open");

  async function call(method: string, params: object = {}): Promise<Record<string, unknown>> {
    calls += 1;
    const id = calls;
    const replied = new Promise<Reply>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await replied;
    waiting.delete(id);
    if (!result) throw new Error(`The inspector refused ${method}: ${error?.message}`);
    return result;
  }

  return {
    async look() {
      await call("HeapProfiler.collectGarbage");
      const { usedSize } = (await call("Runtime.getHeapUsage")) as { usedSize: number };
      const expression = "process.getActiveResourcesInfo().length";
      const { result } = (await call("Runtime.evaluate", { expression })) as { result: { value: number } };
      return { heapMb: usedSize / 1_048_576, handles: result.value };
    },
    close: () => socket.terminate(),
  };
}
