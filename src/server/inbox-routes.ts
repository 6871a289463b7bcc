import { z } from "zod";
import type { CaseFile } from "../conversations/case-file.ts";
import type { Inbox } from "../conversations/inbox.ts";
import type { Colleague } from "../protocol/staff.ts";
import { cannedTextSchema, inboxListSchema, type PassageView } from "../protocol/staff-http.ts";
import type { KnowledgeSource } from "../search/knowledge.ts";
import type { Passage } from "../search/passage.ts";
import { done, missing, read, type StaffReply, type StaffRoute } from "./staff-api.ts";

export type InboxRoutePorts = {
  inbox: Inbox;
  files: CaseFile;
  knowledge: KnowledgeSource;
  /** Who watches a conversation now. */
  viewers: (conversationId: string) => Colleague[];
};

const PAGE = 50;
const listQuery = z.object({ list: inboxListSchema, after: z.string().max(100).optional() });
const shortcut = z.string().regex(/^[\w-]{1,40}$/, "letters, digits, - and _ only");

/** Reading conversations, and what helps to answer them. */
/** A link outlives what it leads to. */
const erasedOrNone: StaffReply = {
  refused: "not-found",
  message: "There is no such conversation: the link is wrong, or it was erased.",
};

export function inboxRoutes({ inbox, files, knowledge, viewers }: InboxRoutePorts): StaffRoute[] {
  return [
    {
      method: "get",
      path: "/inbox",
      verb: "read-conversations",
      async handle({ who, query }) {
        const sent = read(listQuery, query);
        if ("reply" in sent) return sent.reply;
        const { list, after = null } = sent.payload;
        return { json: await inbox.list(list, who.member.staffId, after, PAGE) };
      },
    },
    {
      method: "get",
      path: "/inbox/counts",
      verb: "read-conversations",
      handle: async ({ who }) => ({ json: await inbox.counts(who.member.staffId) }),
    },
    {
      method: "get",
      path: "/conversations/:id",
      verb: "read-conversations",
      async handle({ who, params }) {
        const conversationId = params.id ?? "";
        const item = await inbox.item(conversationId, who.member.staffId);
        if (!item) return erasedOrNone;
        return { json: { ...item, ...(await files.read(conversationId)), viewers: viewers(conversationId) } };
      },
    },
    {
      method: "get",
      path: "/labels",
      verb: "read-conversations",
      handle: async () => ({ json: { labels: await files.labels() } }),
    },
    {
      method: "get",
      path: "/passages",
      verb: "search-passages",
      async handle({ query }) {
        const sent = read(z.object({ text: z.string().min(1).max(500) }), query);
        if ("reply" in sent) return sent.reply;
        const { hits } = await knowledge.current().search({ text: sent.payload.text, limit: 8 });
        return { json: { passages: hits.map(({ passage }) => passageView(passage)) } };
      },
    },
    {
      method: "get",
      path: "/canned-replies",
      verb: "read-conversations",
      handle: async () => ({ json: { replies: await files.cannedReplies() } }),
    },
    {
      method: "put",
      path: "/canned-replies/:shortcut",
      verb: "edit-canned-replies",
      async handle({ params, body }) {
        const name = read(shortcut, params.shortcut);
        const sent = read(cannedTextSchema, body);
        if ("reply" in name) return name.reply;
        if ("reply" in sent) return sent.reply;
        await files.keepCannedReply({ shortcut: name.payload, text: sent.payload.text });
        return done;
      },
    },
    {
      method: "delete",
      path: "/canned-replies/:shortcut",
      verb: "edit-canned-replies",
      handle: async ({ params }) => ((await files.dropCannedReply(params.shortcut ?? "")) ? done : missing),
    },
  ];
}

function passageView({ path, anchor, title, headings, text, source }: Passage): PassageView {
  const heading = headings.join(" > ");
  const page = path.split("/").map(encodeURIComponent).join("/");
  const link = source || `/docs/${page}${anchor ? `#${anchor}` : ""}`;
  return { title, heading, text, citation: { marker: 1, path, anchor, title, heading, quote: text, source: link } };
}
