import type { Namespace } from "socket.io";
import type { Audience, VisitorEvent } from "../conversations/audience.ts";
import type { CaseFile } from "../conversations/case-file.ts";
import type { Inbox } from "../conversations/inbox.ts";
import type { Timers } from "../conversations/timers.ts";
import type { Colleague, ServerToStaff } from "../protocol/staff.ts";

type Payload<Name extends keyof ServerToStaff> = Omit<Parameters<ServerToStaff[Name]>[0], "conversationId">;

export type StaffRooms = {
  /** The customer's events, for those who watch the conversation. */
  readonly audience: Audience;
  enter(socketId: string, conversationId: string, missed: VisitorEvent[]): void;
  leave(socketId: string, conversationId: string): void;
  /** Everything that the socket watched. */
  leaveAll(socketId: string): void;
  viewers(conversationId: string): Colleague[];
  tell<Name extends "note" | "labels" | "draft">(conversationId: string, name: Name, payload: Payload<Name>): void;
  /** Colleagues learn who it is, the customer only that somebody writes. Ends by itself when the socket goes. */
  typing(socketId: string, from: Colleague, conversationId: string, typing: boolean): void;
  customerTyping(conversationId: string, typing: boolean): void;
  /** Its line in the lists is told anew, soon. */
  changed(conversationId: string): void;
};

export type StaffRoomPorts = {
  staff: Namespace;
  visitors: Namespace;
  inbox: Inbox;
  files: Pick<CaseFile, "signature">;
  timers: Timers;
  onFault: (fault: unknown) => void;
};

/** A line of the inbox is read and told at most this often: while an answer streams nothing in it changes. */
const LINE_MS = 200;

const roomOf = (conversationId: string) => `conversation:${conversationId}`;

/** Who watches what, and what they are told. */
export function staffRooms({ staff, visitors, inbox, files, timers, onFault }: StaffRoomPorts): StaffRooms {
  const due = new Set<string>();
  /** Who writes, by socket and conversation. */
  const writing = new Map<string, Map<string, Colleague>>();

  function viewers(conversationId: string): Colleague[] {
    const sockets = [...(staff.adapter.rooms.get(roomOf(conversationId)) ?? [])];
    const people = sockets.flatMap((id) => (staff.sockets.get(id)?.data.who as Colleague | undefined) ?? []);
    return [...new Map(people.map((person) => [person.staffId, person])).values()];
  }

  /** Mostly nobody does, and an event is encoded before its listeners are looked for. */
  const isWatched = (conversationId: string) => staff.adapter.rooms.has(roomOf(conversationId));

  function tellPresence(conversationId: string): void {
    staff.to(roomOf(conversationId)).emit("presence", { conversationId, viewers: viewers(conversationId) });
  }

  /** Unread messages are counted for each person, so each person's sockets get a line of their own. */
  async function tellLine(conversationId: string): Promise<void> {
    const lines = new Map<string, ReturnType<Inbox["item"]>>();
    for (const socket of staff.sockets.values()) {
      const { staffId } = socket.data.who as Colleague;
      if (!lines.has(staffId)) lines.set(staffId, inbox.item(conversationId, staffId));
      const line = await lines.get(staffId);
      if (line) socket.emit("inbox", line);
    }
  }

  function changed(conversationId: string): void {
    if (staff.sockets.size === 0 || due.has(conversationId)) return;
    due.add(conversationId);
    timers.after(LINE_MS, () => {
      due.delete(conversationId);
      tellLine(conversationId).catch(onFault);
    });
  }

  /** With the names of who has it now and who did it, which the customer is not told. */
  async function tellOwner(conversationId: string, payload: { cursor: number; owner: string }): Promise<void> {
    const assignee = (await inbox.item(conversationId, ""))?.assignee ?? null;
    const signature = await files.signature(conversationId, payload.cursor);
    staff.to(roomOf(conversationId)).emit("owner", { conversationId, ...payload, assignee, signature });
  }

  function typing(socketId: string, from: Colleague, conversationId: string, typing: boolean): void {
    const own = writing.get(socketId) ?? new Map<string, Colleague>();
    if (typing) own.set(conversationId, from);
    else own.delete(conversationId);
    if (own.size > 0) writing.set(socketId, own);
    else writing.delete(socketId);
    staff.to(roomOf(conversationId)).except(socketId).emit("typing", { conversationId, from, typing });
    visitors.to(roomOf(conversationId)).emit("typing", { typing });
  }

  function leave(socketId: string, conversationId: string): void {
    void staff.sockets.get(socketId)?.leave(roomOf(conversationId));
    tellPresence(conversationId);
  }

  return {
    viewers,
    changed,
    leave,
    audience: {
      tell(conversationId, { event, payload }) {
        if (event === "owner") tellOwner(conversationId, payload).catch(onFault);
        else if (isWatched(conversationId)) {
          staff.to(roomOf(conversationId)).emit(event, { conversationId, ...payload });
        }
        if (event === "message" || event === "owner" || event === "answer-end") changed(conversationId);
      },
    },
    enter(socketId, conversationId, missed) {
      const socket = staff.sockets.get(socketId);
      if (!socket) return;
      for (const { event, payload } of missed) socket.emit(event, { conversationId, ...payload });
      void socket.join(roomOf(conversationId));
      tellPresence(conversationId);
    },
    leaveAll(socketId) {
      for (const [conversationId, from] of writing.get(socketId) ?? []) typing(socketId, from, conversationId, false);
      const rooms = [...(staff.adapter.sids.get(socketId) ?? [])].filter((room) => room.startsWith("conversation:"));
      for (const room of rooms) leave(socketId, room.slice("conversation:".length));
    },
    tell(conversationId, name, payload) {
      staff.to(roomOf(conversationId)).emit(name, { conversationId, ...payload });
    },
    typing,
    customerTyping(conversationId, typing) {
      staff.to(roomOf(conversationId)).emit("typing", { conversationId, from: null, typing });
    },
  };
}
