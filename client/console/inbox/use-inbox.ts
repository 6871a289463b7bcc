import { useEffect, useState } from "preact/hooks";
import type { InboxItem } from "../../../src/protocol/staff.ts";
import type { InboxList } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { type Pages, usePages } from "../parts/pages.ts";
import { placeItem } from "./lists.ts";

/** A list that follows what happens. */
export function useInbox(list: InboxList): Pages<InboxItem> {
  const desk = useDesk();
  const pages = usePages<InboxItem>(`/inbox?list=${list}`, "after");
  const [live, setLive] = useState<{ list: InboxList; changed: ReadonlyMap<string, InboxItem> }>({
    list,
    changed: new Map(),
  });

  useEffect(() => {
    setLive({ list, changed: new Map() });
    return desk.listen((event) => {
      if (event.name === "welcome") {
        // What changed while there was no connection is read, and older than that is what was heard before.
        setLive({ list, changed: new Map() });
        pages.reload();
      }
      if (event.name !== "inbox") return;
      const item = event.payload;
      setLive(({ changed }) => ({ list, changed: new Map(changed).set(item.conversationId, item) }));
    });
  }, [list]);

  const changed = live.list === list ? [...live.changed.values()] : [];
  const items = changed.reduce((all, item) => placeItem(all, item, list, desk.me.staffId), pages.items);
  return { ...pages, items };
}
