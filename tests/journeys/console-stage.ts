import { join } from "node:path";
import { afterEach, beforeEach } from "@jest/globals";
import type { BrowserContextOptions, Page } from "playwright-core";
import { projectRoot } from "../../src/config.ts";
import type { Database } from "../../src/conversations/database.ts";
import type { Passage } from "../../src/search/passage.ts";
import type { StaffRoute } from "../../src/server/staff-api.ts";
import type { StaffPorts } from "../../src/server/staff-server.ts";
import type { StaffDesk } from "../../src/staff/staff-desk.ts";
import { type ScriptedAnswers, scriptedAnswers } from "../support/scripted-answers.ts";
import { type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";
import type { Visitor } from "../support/visitor.ts";
import { consoleOn } from "./console-page.ts";
import { journeys, type Stage } from "./stage.ts";

/** What a journey through the console plays on: a server with staff, a bot that the test leads, and browser pages. */
export type ConsoleStage = Stage & {
  office: StaffServer;
  bot: ScriptedAnswers;
  consoleUrl(route?: string): string;
  /** Opens the console at a route and signs in. */
  enter(member: StaffMember, route?: string, options?: BrowserContextOptions): Promise<Page>;
  /** A customer who has asked this and was answered that. */
  answered(question: string, reply: string): Promise<Visitor>;
};

type Office = {
  knowledge?: Passage[];
  routes?: (database: Database, accounts: StaffDesk) => readonly StaffRoute[];
  /** Made anew for each test. */
  staff?: () => Promise<Partial<StaffPorts>>;
};

export function consoleJourneys(
  title: string,
  tell: (stage: () => ConsoleStage) => void,
  { knowledge = [], routes, staff = async () => ({}) }: Office = {},
): void {
  journeys(title, (stage) => {
    let open: ConsoleStage;
    beforeEach(async () => {
      open = await openConsole(stage(), knowledge, routes, await staff());
    });
    afterEach(() => open.office.close());
    tell(() => open);
  });
}

/** A conversation's route below one of the lists. */
export const addressOf = (customer: Visitor, list = "open") => `inbox/${list}/${customer.session().conversationId}`;

async function openConsole(
  stage: Stage,
  knowledge: Passage[],
  routes: Office["routes"],
  staff: Partial<StaffPorts>,
): Promise<ConsoleStage> {
  const bot = scriptedAnswers();
  const clientDir = join(projectRoot(), "dist/client");
  const settings = { clientDir, drainMs: 10 };
  const office = await staffServer(
    { answerQuestion: bot.answerQuestion },
    Date.now,
    settings,
    routes,
    knowledge,
    staff,
  );
  const consoleUrl = (route = "") => `${office.url}/console/#/${route}`;

  return Object.assign(Object.create(stage) as Stage, {
    office,
    bot,
    consoleUrl,
    async enter(member: StaffMember, route = "inbox", options: BrowserContextOptions = {}) {
      const page = await stage.open(consoleUrl(route), options);
      await consoleOn(page).signIn(member.me.email);
      await page.getByRole("navigation", { name: "Pages" }).waitFor();
      return page;
    },
    async answered(question: string, reply: string) {
      const customer = await office.visit();
      await customer.ask(question);
      (await bot.next()).end({ text: reply });
      await customer.next("answer-end");
      return customer;
    },
  });
}
