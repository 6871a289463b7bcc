import { z } from "zod";
import type { SavedViews } from "../conversations/saved-views.ts";
import { newViewSchema } from "../protocol/staff-http.ts";
import { done, missing, read, type StaffRoute } from "./staff-api.ts";

export type ViewRoutePorts = { views: SavedViews; newId: () => string; clock: () => number };

/** Searches under a name: one's own, and those that colleagues share. */
export function viewRoutes({ views, newId, clock }: ViewRoutePorts): StaffRoute[] {
  return [
    {
      method: "get",
      path: "/views",
      verb: "search-conversations",
      handle: async ({ who }) => ({ json: { views: await views.list(who.member.staffId) } }),
    },
    {
      method: "post",
      path: "/views",
      verb: "save-views",
      async handle({ who, body }) {
        const sent = read(newViewSchema, body);
        if ("reply" in sent) return sent.reply;
        const { staffId } = who.member;
        const saved = await views.save({ ...sent.payload, viewId: newId(), staffId, at: clock() });
        return saved
          ? { json: saved }
          : { refused: "conflict", message: "You have 50 saved views. Remove one before you add another." };
      },
    },
    {
      method: "put",
      path: "/views/:viewId/shared",
      verb: "share-views",
      async handle({ who, params, body }) {
        const sent = read(z.object({ shared: z.boolean() }), body);
        if ("reply" in sent) return sent.reply;
        const changed = await views.share(params.viewId ?? "", who.member.staffId, sent.payload.shared);
        return changed ? done : missing;
      },
    },
    {
      method: "delete",
      path: "/views/:viewId",
      verb: "save-views",
      handle: async ({ who, params }) =>
        (await views.remove(params.viewId ?? "", who.member.staffId)) ? done : missing,
    },
  ];
}
