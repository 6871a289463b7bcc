import { z } from "zod";
import type { CaseFile } from "../conversations/case-file.ts";
import type { ConversationStore } from "../conversations/conversation-store.ts";
import { type ExportPorts, exportConversations } from "../conversations/export-conversations.ts";
import { type SearchCount, searchFilterSchema } from "../protocol/staff-http.ts";
import { read, type StaffRoute } from "./staff-api.ts";

export type SearchRoutePorts = Pick<ExportPorts, "search"> & {
  files: Pick<CaseFile, "email">;
  redact: (texts: string[]) => string[];
};

const PAGE = 50;
const searchQuerySchema = searchFilterSchema.extend({ after: z.string().max(100).optional() });
const exportQuerySchema = searchFilterSchema.extend({ format: z.enum(["jsonl", "csv"]) });

/** Finding messages, and taking what was found away: without personal data, unless an owner asks for it. */
export function searchRoutes(ports: SearchRoutePorts, store: ConversationStore): StaffRoute[] {
  const exported = (redact: ExportPorts["redact"]): StaffRoute["handle"] =>
    async function handle({ query }) {
      const sent = read(exportQuerySchema, query);
      if ("reply" in sent) return sent.reply;
      const { format, ...filter } = sent.payload;
      const type = format === "csv" ? "text/csv" : "application/x-ndjson";
      const file = exportConversations(filter, format, {
        search: ports.search,
        store,
        emailOf: ports.files.email,
        redact,
      });
      return { file, name: `conversations.${format}`, type };
    };

  return [
    {
      method: "get",
      path: "/search",
      verb: "search-conversations",
      async handle({ query }) {
        const sent = read(searchQuerySchema, query);
        if ("reply" in sent) return sent.reply;
        const { after = null, ...filter } = sent.payload;
        const page = await ports.search.find({ filter, after, limit: PAGE });
        return page ? { json: page } : { refused: "busy", message: "This search takes too long. Narrow it down." };
      },
    },
    {
      method: "get",
      path: "/search/count",
      verb: "search-conversations",
      async handle({ query }) {
        const sent = read(searchFilterSchema, query);
        if ("reply" in sent) return sent.reply;
        const count = await ports.search.count(sent.payload);
        if (count === null) return { refused: "busy", message: "Counting takes too long. Narrow the search down." };
        return { json: { count } satisfies SearchCount };
      },
    },
    { method: "get", path: "/export", verb: "export-redacted", handle: exported(ports.redact) },
    { method: "get", path: "/export/unredacted", verb: "export-unredacted", handle: exported(null) },
  ];
}
