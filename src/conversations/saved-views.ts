import type { NewView, SavedView } from "../protocol/staff-http.ts";
import type { Database } from "./database.ts";

/** Searches that staff keep under a name. */
export type SavedViews = {
  /** One's own, then those that colleagues share, each by name. */
  list(staffId: string): Promise<SavedView[]>;
  /** Under a name that one has used already the view is replaced. Null: there are too many. */
  save(view: NewView & { viewId: string; staffId: string; at: number }): Promise<SavedView | null>;
  /** One's own view is shown to everybody, or anybody's no longer. False when there is no such view. */
  share(viewId: string, staffId: string, shared: boolean): Promise<boolean>;
  /** False when one has no such view. */
  remove(viewId: string, staffId: string): Promise<boolean>;
};

/** A list that is read at a glance has fewer. */
const VIEW_LIMIT = 50;

export function savedViews({ db, write }: Database): SavedViews {
  async function list(staffId: string): Promise<SavedView[]> {
    const rows = await db
      .selectFrom("saved_views")
      .innerJoin("staff", "staff.id", "saved_views.staff_id")
      .select(["saved_views.id", "staff_id", "saved_views.name", "filters", "shared", "staff.name as author"])
      .where((where) => where.or([where("staff_id", "=", staffId), where("shared", "=", 1)]))
      .execute();
    const views = rows.map(({ id, staff_id, name, filters, shared, author }) => ({
      viewId: id,
      name,
      filters: JSON.parse(filters) as SavedView["filters"],
      shared: shared === 1,
      author: { staffId: staff_id, name: author },
    }));
    const others = ({ author }: SavedView) => Number(author.staffId !== staffId);
    return views.sort((one, other) => others(one) - others(other) || one.name.localeCompare(other.name));
  }

  return {
    list,

    async save({ viewId, staffId, name, filters, at }) {
      const kept = await write(async (tables) => {
        const own = tables.selectFrom("saved_views").select("id").where("staff_id", "=", staffId);
        const before = await own.where("name", "=", name).executeTakeFirst();
        const row = { filters: JSON.stringify(filters) };
        if (before) {
          await tables.updateTable("saved_views").set(row).where("id", "=", before.id).execute();
          return true;
        }
        if ((await own.execute()).length >= VIEW_LIMIT) return false;
        const added = { id: viewId, staff_id: staffId, name, shared: 0, created_at: at, ...row };
        await tables.insertInto("saved_views").values(added).execute();
        return true;
      });
      if (!kept) return null;
      return (await list(staffId)).find((view) => view.name === name && view.author.staffId === staffId) ?? null;
    },

    share: (viewId, staffId, shared) =>
      write(async (tables) => {
        const changed = tables
          .updateTable("saved_views")
          .set({ shared: shared ? 1 : 0 })
          .where("id", "=", viewId)
          // Sharing is the author's to decide; that a view is in everybody's way, anybody's.
          .where((where) => (shared ? where("staff_id", "=", staffId) : where("shared", "=", 1)));
        return (await changed.executeTakeFirstOrThrow()).numUpdatedRows > 0n;
      }),

    remove: (viewId, staffId) =>
      write(async (tables) => {
        const removed = tables.deleteFrom("saved_views").where("id", "=", viewId).where("staff_id", "=", staffId);
        return (await removed.executeTakeFirstOrThrow()).numDeletedRows > 0n;
      }),
  };
}
