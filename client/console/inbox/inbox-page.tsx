import { useState } from "preact/hooks";
import { useDesk } from "../parts/context.ts";
import type { PageProps } from "../parts/lazy.tsx";
import { useShortcuts } from "../parts/shortcuts.ts";
import { Empty } from "../parts/states.tsx";
import { linkTo } from "../route.ts";
import { ConversationPane } from "./conversation-pane.tsx";
import { InboxListPane } from "./inbox-list-pane.tsx";
import { LISTS, listNamed, neighbour } from "./lists.ts";
import { useInbox } from "./use-inbox.ts";

export default function InboxPage({ path }: PageProps) {
  const desk = useDesk();
  const list = listNamed(path[0]);
  const chosen = path[1];
  const inbox = useInbox(list);
  const [details, setDetails] = useState(() => innerWidth > 1180);

  const open = (id: string | undefined) => id && desk.go(linkTo(["inbox", list, id]));
  useShortcuts({
    j: () => open(neighbour(inbox.items, chosen, 1)),
    k: () => open(neighbour(inbox.items, chosen, -1)),
    d: () => setDetails((shown) => !shown),
    ...Object.fromEntries(LISTS.map(({ list: name }, at) => [String(at + 1), () => desk.go(linkTo(["inbox", name]))])),
  });

  return (
    <div class={chosen ? "inbox reading" : "inbox"}>
      <InboxListPane list={list} inbox={inbox} chosen={chosen} />
      {chosen ? (
        <ConversationPane
          key={chosen}
          id={chosen}
          back={linkTo(["inbox", list])}
          details={details}
          onDetails={setDetails}
        />
      ) : (
        <div class="nothing-chosen">
          <Empty icon="open" title="Choose a conversation">
            <span class="with-keyboard">
              Press <kbd>j</kbd> for the first one. <kbd>?</kbd> shows every shortcut.
            </span>
          </Empty>
        </div>
      )}
    </div>
  );
}
