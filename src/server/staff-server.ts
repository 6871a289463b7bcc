import type { RequestHandler } from "express";
import type { Logger } from "pino";
import type { Namespace } from "socket.io";
import type { Audience } from "../conversations/audience.ts";
import type { CaseFile } from "../conversations/case-file.ts";
import type { ConversationDesk, Reception } from "../conversations/conversation-desk.ts";
import type { ConversationSearch } from "../conversations/conversation-search.ts";
import type { ConversationStore } from "../conversations/conversation-store.ts";
import type { Inbox } from "../conversations/inbox.ts";
import type { OnDraft } from "../conversations/shadow-drafts.ts";
import { snoozeAlarm } from "../conversations/snooze-alarm.ts";
import type { Snoozes } from "../conversations/snoozes.ts";
import type { Timers } from "../conversations/timers.ts";
import type { ModelPrices } from "../models/model-prices.ts";
import type { KnowledgeSource } from "../search/knowledge.ts";
import type { StaffDesk } from "../staff/staff-desk.ts";
import { entryRoutes, ownAccountRoutes, peopleRoutes } from "./account-routes.ts";
import { answerRoutes } from "./answer-routes.ts";
import { inboxRoutes } from "./inbox-routes.ts";
import { type OpenIdDoor, openIdRoutes } from "./openid-routes.ts";
import { releaseStranded } from "./release-stranded.ts";
import { searchRoutes } from "./search-routes.ts";
import { type StaffRoute, staffApi } from "./staff-api.ts";
import { type StaffRooms, staffRooms } from "./staff-rooms.ts";
import { serveStaff } from "./staff-socket.ts";
import { type ReviewVerb, staffVerbs } from "./staff-verbs.ts";

export type StaffPorts = {
  accounts: StaffDesk;
  inbox: Inbox;
  files: CaseFile;
  snoozes: Snoozes;
  /** Null: staff sign in with passwords only. */
  openId: OpenIdDoor | null;
  knowledge: KnowledgeSource;
  search: ConversationSearch;
  /** Takes personal data out of the texts of one conversation. */
  redact: (texts: string[]) => string[];
  /** What the models' tokens cost. */
  prices: ModelPrices;
  /** Null: verdicts are not taken. */
  review: ReviewVerb | null;
  /** Routes of other parts, under the same locks. */
  routes: readonly StaffRoute[];
  /** Threads of other parts, ended with the server. */
  threads: readonly { close(): Promise<void> }[];
};

type Surroundings = {
  store: ConversationStore;
  logger: Logger;
  timers: Timers;
  clock: () => number;
  newId: () => string;
};

export type StaffServer = {
  rooms: StaffRooms;
  api: RequestHandler;
  reception: Reception;
  nameOf(staffId: string): Promise<string>;
  onDraft: OnDraft;
  /** Opens the namespace, once there is a desk to serve, and wakes what has slept long enough. */
  serve(desk: ConversationDesk): void;
  /** Finishes what a server that was killed after a change of roles left undone. */
  freeStranded(): Promise<void>;
  /** Wakes nothing any more. */
  stop(): void;
};

/** Everything on the server that staff speak with. */
export function staffServer(
  ports: StaffPorts,
  { staff, visitors }: { staff: Namespace; visitors: Namespace },
  { store, logger, timers, clock, newId }: Surroundings,
): StaffServer {
  const { accounts, inbox, files, knowledge } = ports;
  const onFault = (fault: unknown) => logger.error({ err: fault }, "staff could not be told");
  const rooms = staffRooms({ staff, visitors, inbox, files, timers, onFault });
  const alarm = snoozeAlarm({ snoozes: ports.snoozes, timers, clock, onWake: rooms.changed, onFault });
  let release: ReturnType<typeof releaseStranded> = async () => {};
  const { openId } = ports;
  const doors = [...entryRoutes(accounts, openId?.name ?? null), ...(openId ? openIdRoutes(accounts, openId) : [])];
  const routes = [
    ...ownAccountRoutes(accounts),
    ...peopleRoutes(accounts),
    ...inboxRoutes({ inbox, files, knowledge, viewers: rooms.viewers }),
    ...answerRoutes(ports),
    ...searchRoutes(ports, store),
    ...ports.routes,
  ];

  return {
    rooms,
    api: staffApi(accounts, doors, routes),
    async reception() {
      if (!(await accounts.anybody())) return "unstaffed";
      return staff.sockets.size > 0 ? "present" : "away";
    },
    async nameOf(staffId) {
      const members = await accounts.members();
      return members.find((member) => member.staffId === staffId)?.name ?? "A colleague";
    },
    onDraft: (conversationId, draft) => rooms.tell(conversationId, "draft", draft),
    serve(desk) {
      const verbs = staffVerbs({ ...ports, desk, rooms, alarm, clock, newId });
      serveStaff(staff, { accounts, rooms, verbs, logger, clock, newId });
      release = releaseStranded({ desk, accounts, inbox });
      accounts.onMemberChanged(release);
      alarm.start().catch(onFault);
    },
    freeStranded: () => release(null).catch(onFault),
    stop: () => alarm.stop(),
  };
}

/** Customers first: theirs is the shorter way. */
export function bothAudiences(customers: Audience, staff: Audience): Audience {
  return {
    tell(conversationId, event, except) {
      customers.tell(conversationId, event, except);
      staff.tell(conversationId, event);
    },
  };
}
