import type { Namespace } from "socket.io";
import type { Timers } from "../conversations/timers.ts";

export type ErasureWatchPorts = {
  erasures: {
    /** Hashes of the conversations that were erased after the `last` one that is known. */
    after(last: number): Promise<{ hashes: ReadonlySet<string>; last: number }>;
    /** The number of the latest one. */
    latest(): Promise<number>;
    hashOf(conversationId: string): string;
  };
  /** Customers' and staff's. */
  namespaces: readonly Namespace[];
  /** Breaks off what is still written for it. */
  forget: (conversationId: string) => Promise<void>;
  /** Something was erased: what others remember of it is void. */
  onErased: () => void;
  timers: Timers;
  onFault: (fault: unknown) => void;
};

export type ErasureWatch = { start(): Promise<void>; stop(): void };

/** A conversation may be erased by a command beside the server, too. */
const LOOK_MS = 2_000;
const ROOM = /^conversation:(.+)$/;

/**
 * Lets go of whoever has an erased conversation open. A customer's chat comes back with its token, which opens nothing any
 * more, and begins anew; a colleague's console reads its lists again.
 */
export function erasureWatch(ports: ErasureWatchPorts): ErasureWatch {
  const { erasures, namespaces, timers, onFault } = ports;
  let known = 0;
  let callOff: (() => void) | null = null;
  let stopped = false;

  async function look(): Promise<void> {
    const { hashes, last } = await erasures.after(known);
    known = last;
    if (hashes.size === 0) return;
    for (const id of openConversations(namespaces).filter((one) => hashes.has(erasures.hashOf(one)))) {
      await ports.forget(id);
      for (const namespace of namespaces) namespace.in(`conversation:${id}`).disconnectSockets(true);
    }
    ports.onErased();
  }

  function lookSoon(): void {
    if (stopped) return;
    callOff = timers.after(LOOK_MS, () => void look().catch(onFault).then(lookSoon));
  }

  return {
    async start() {
      known = await erasures.latest();
      lookSoon();
    },
    stop() {
      stopped = true;
      callOff?.();
    },
  };
}

function openConversations(namespaces: readonly Namespace[]): string[] {
  const rooms = namespaces.flatMap(({ adapter }) => [...adapter.rooms.keys()]);
  return [...new Set(rooms.flatMap((room) => ROOM.exec(room)?.[1] ?? []))];
}
