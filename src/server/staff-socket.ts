import type { Logger } from "pino";
import type { Namespace, Socket } from "socket.io";
import { refusal } from "../conversations/refusal.ts";
import { LEAST_ROLE, type Role, type Verb } from "../protocol/roles.ts";
import type { Colleague, EndReason } from "../protocol/staff.ts";
import type { SignedIn, StaffDesk } from "../staff/staff-desk.ts";
import { logFault } from "./logger.ts";
import { fromOwnPage, refusedBy, sessionToken } from "./staff-access.ts";
import type { StaffRooms } from "./staff-rooms.ts";
import type { StaffAck, StaffVerb } from "./staff-verbs.ts";

export type StaffSocketPorts = {
  accounts: StaffDesk;
  rooms: StaffRooms;
  verbs: ReadonlyMap<Verb, StaffVerb>;
  logger: Logger;
  /** Milliseconds since the epoch. */
  clock: () => number;
  newId: () => string;
};

type Seat = { who: Colleague; role: Role; sessionId: string; expiresAt: number };

/** Becomes the `connect_error` of Socket.IO. */
class StaffRefused extends Error {
  readonly data: { code: "signed-out" | "forbidden" };

  constructor(code: "signed-out" | "forbidden", message: string) {
    super(message);
    this.name = "StaffRefused";
    this.data = { code };
  }
}

/** Admits by cookie and Origin, answers each event once, and drops the sockets of a session that is over. */
export function serveStaff(staff: Namespace, ports: StaffSocketPorts): void {
  const { accounts } = ports;
  staff.use((socket, next) => {
    admit(socket, accounts).then(
      (refused) => (refused ? next(refused) : next()),
      (fault: unknown) => next(fault instanceof Error ? fault : new Error(String(fault))),
    );
  });
  staff.on("connection", (socket) => serve(socket, ports));
  accounts.onSessionsEnded((ended, reason) => {
    for (const socket of staff.sockets.values()) {
      if (ended.includes((socket.data as Seat).sessionId)) signOut(socket, reason);
    }
  });
}

async function admit(socket: Socket, accounts: StaffDesk): Promise<StaffRefused | null> {
  const { headers } = socket.handshake;
  if (!fromOwnPage(headers)) return new StaffRefused("forbidden", "This connection comes from another site.");
  const token = sessionToken(headers);
  const found = token ? await accounts.recognise(token) : null;
  if (!found) return new StaffRefused("signed-out", "Please sign in.");
  socket.data = seatOf(found);
  return null;
}

function seatOf({ member, session }: SignedIn): Seat {
  const { staffId, name, role } = member;
  return { who: { staffId, name }, role, sessionId: session.sessionId, expiresAt: session.expiresAt };
}

function signOut(socket: Socket, reason: EndReason): void {
  socket.emit("signed-out", { reason });
  socket.disconnect(true);
}

function serve(socket: Socket, { rooms, verbs, logger, clock, newId }: StaffSocketPorts): void {
  const { who, role, expiresAt } = socket.data as Seat;
  // An event that a script names "error" is thrown by Node where nobody listens for it.
  socket.on("error", () => {});
  socket.on("disconnecting", () => rooms.leaveAll(socket.id));
  socket.onAny((name: unknown, ...sent: unknown[]) => void answer(String(name), sent));
  socket.emit("welcome", { ...who, role });

  async function answer(event: string, sent: unknown[]): Promise<void> {
    if (clock() >= expiresAt) return signOut(socket, "ended");
    const started = clock();
    const requestId = newId();
    const ack = await outcome(event, typeof sent[0] === "function" ? undefined : sent[0], requestId);
    const code = ack.ok ? "ok" : ack.error.code;
    const known = isVerb(event) ? event : "unknown";
    logger.info({ requestId, staffId: who.staffId, event: known, code, ms: clock() - started });
    const callback = sent.at(-1);
    if (typeof callback === "function") callback(ack);
    else if (!ack.ok) socket.emit("error", { event: event.slice(0, 64), ...ack.error });
  }

  async function outcome(event: string, payload: unknown, requestId: string): Promise<StaffAck> {
    const verb = isVerb(event) ? verbs.get(event) : undefined;
    if (!isVerb(event) || !verb) return refusal("invalid", "The protocol has no such event.");
    const refused = refusedBy(role, event);
    if (refused) return { ok: false, error: { code: "forbidden", message: refused } };
    try {
      return await verb(payload, { socketId: socket.id, who });
    } catch (error) {
      logFault(logger, { err: error, requestId, event }, "an event of staff could not be served");
      return refusal("busy", "This could not be kept just now. Please send it again.");
    }
  }
}

function isVerb(event: string): event is Verb {
  return Object.hasOwn(LEAST_ROLE, event);
}
