import type { ConversationView } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { Icon } from "../parts/icon.tsx";
import { Avatar } from "../parts/states.tsx";
import { fullTime } from "../parts/time.tsx";
import { OwnerBadge } from "./inbox-list-pane.tsx";
import type { ConversationVerbs } from "./verbs.ts";
import { customerName } from "./who.ts";

type Props = {
  view: ConversationView;
  verbs: ConversationVerbs;
  back: string;
  details: boolean;
  onDetails: (shown: boolean) => void;
  /** Asks who shall have it in place of the colleague who has it. */
  onReassign: () => void;
  /** Puts it to sleep, or wakes it. */
  onSnooze: () => void;
  /** Asks first where a reply was begun; null where it may not be closed. */
  onCloseConversation: (() => void) | null;
};

export function ConversationHead(props: Props) {
  const { view, verbs, back, details, onDetails, onReassign, onSnooze, onCloseConversation } = props;
  return (
    <header class="conversation-head">
      <a class="icon-button back" href={back} aria-label="Back to the list">
        <Icon name="back" />
      </a>
      <div class="who">
        <h1 dir="auto">{customerName(view)}</h1>
        <OwnerBadge item={view} />
        {view.snoozedUntil !== null && <span class="badge">Asleep until {fullTime(view.snoozedUntil)}</span>}
        <Viewers view={view} />
      </div>
      <div class="verbs">
        {verbs.takeOver && (
          <button type="button" class="button primary" onClick={() => void verbs.takeOver?.()} title="Take over (t)">
            <Icon name="take" />
            Take over
          </button>
        )}
        {verbs.takeFrom && (
          <button type="button" class="button" onClick={onReassign} title="Take it or give it to somebody (t)">
            <Icon name="take" />
            Reassign …
          </button>
        )}
        {verbs.handBack && (
          <button type="button" class="button" onClick={verbs.handBack} title="Hand back to the bot (h)">
            <Icon name="bot" />
            Hand back
          </button>
        )}
        {verbs.snooze && (
          <button
            type="button"
            class="icon-button"
            aria-label={verbs.wake ? "Wake" : "Snooze"}
            title={verbs.wake ? "Wake (z)" : "Snooze (z)"}
            onClick={onSnooze}
          >
            <Icon name="waiting" />
          </button>
        )}
        {onCloseConversation && (
          <button type="button" class="button" onClick={onCloseConversation} title="Close (e)">
            <Icon name="closed" />
            Close
          </button>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label="Customer and sources"
          aria-pressed={details}
          title="Customer and sources (d)"
          onClick={() => onDetails(!details)}
        >
          <Icon name="details" />
        </button>
      </div>
    </header>
  );
}

function Viewers({ view }: { view: ConversationView }) {
  const { me } = useDesk();
  const others = view.viewers.filter(({ staffId }) => staffId !== me.staffId);
  if (others.length === 0) return null;
  const names = others.map(({ name }) => name).join(", ");
  return (
    <span class="viewers" title={`${names} ${others.length === 1 ? "is" : "are"} viewing`}>
      {others.slice(0, 3).map(({ staffId, name }) => (
        <Avatar key={staffId} name={name} />
      ))}
      <span>
        {names} {others.length === 1 ? "is" : "are"} viewing
      </span>
    </span>
  );
}
