import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../parts/context.ts";
import type { PageProps } from "../parts/lazy.tsx";
import { useShortcuts } from "../parts/shortcuts.ts";
import { Empty } from "../parts/states.tsx";
import { linkTo } from "../route.ts";
import { ConversationPane } from "./conversation-pane.tsx";
import { InboxListPane } from "./inbox-list-pane.tsx";
import { LISTS, listNamed, neighbour } from "./lists.ts";
import { useInbox } from "./use-inbox.ts";

/** As context.css has it: from here on the details lie over the conversation. */
const NARROW = "(max-width: 1180px)";

export default function InboxPage({ path }: PageProps) {
  const desk = useDesk();
  const list = listNamed(path[0]);
  const chosen = path[1];
  const inbox = useInbox(list);
  const [details, setDetails] = useState(() => !matchMedia(NARROW).matches);
  useEffect(() => {
    const narrow = matchMedia(NARROW);
    const hide = () => narrow.matches && setDetails(false);
    narrow.addEventListener("change", hide);
    return () => narrow.removeEventListener("change", hide);
  }, []);

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
