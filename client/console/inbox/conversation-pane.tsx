import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useDesk } from "../parts/context.ts";
import { useShortcuts } from "../parts/shortcuts.ts";
import { Empty, Skeletons } from "../parts/states.tsx";
import { useStore } from "../store.ts";
import { CloseDialog } from "./close-dialog.tsx";
import { Composer, type ComposerHandle } from "./composer.tsx";
import { ContextPane } from "./context-pane.tsx";
import { ConversationHead } from "./conversation-head.tsx";
import { DraftCard } from "./draft-card.tsx";
import { OpenConversation } from "./open-conversation.ts";
import { ReassignDialog } from "./reassign-dialog.tsx";
import { SnoozeDialog } from "./snooze-dialog.tsx";
import type { Thread } from "./thread.ts";
import { ThreadView } from "./thread-view.tsx";
import { useUnfinished } from "./unfinished.ts";
import { useTaking } from "./use-taking.ts";
import { conversationVerbs } from "./verbs.ts";

type Props = {
  id: string;
  /** Where a phone's way back leads. */
  back: string;
  details: boolean;
  onDetails: (shown: boolean) => void;
};

export function ConversationPane({ id, ...rest }: Props) {
  const desk = useDesk();
  const conversation = useMemo(() => new OpenConversation(id, desk, () => Date.now()), [id]);
  const thread = useStore(conversation.thread);
  const failure = useStore(conversation.failure);
  useEffect(() => {
    conversation.open();
    return () => conversation.close();
  }, [conversation]);

  if (failure)
    return (
      <div class="conversation">
        <Empty icon="open" title="This conversation cannot be shown">
          {failure.message}{" "}
          {failure.code !== "not-found" && (
            <button type="button" class="link-button" onClick={() => void conversation.read()}>
              Try again
            </button>
          )}
        </Empty>
      </div>
    );
  if (!thread)
    return (
      <div class="conversation">
        <Skeletons />
      </div>
    );
  return <Conversation conversation={conversation} thread={thread} {...rest} />;
}

type LoadedProps = Omit<Props, "id"> & { conversation: OpenConversation; thread: Thread };

function Conversation({ conversation, thread, back, details, onDetails }: LoadedProps) {
  const desk = useDesk();
  const unsent = useStore(desk.outgoing.of(conversation.id));
  const composer = useRef<ComposerHandle>(null);
  const [why, setWhy] = useState<string | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [reassigning, setReassigning] = useState(false);
  const [closing, setClosing] = useState(false);
  const unfinished = useUnfinished(conversation.id);
  const { view } = thread;
  const allowed = conversationVerbs(desk, view);
  const { taking, verbs: takes } = useTaking(allowed, () => composer.current?.focus("reply"));
  const verbs = { ...allowed, ...takes };
  const draft = verbs.mine && desk.may("reply") ? view.draft : null;
  const insertDraft = () => {
    if (!draft?.text) return;
    composer.current?.insert(draft.text, draft.citations);
    conversation.ignoreDraft();
  };
  const showWhy = (answerId: string) => {
    setWhy(answerId);
    onDetails(true);
  };
  const unsentText = () => unsent.at(-1)?.text ?? unfinished.read("reply").text.trim();
  const close = verbs.close && (() => (unsentText() ? setClosing(true) : verbs.close?.()));
  const toggleSnooze = () => (verbs.wake ? verbs.wake() : setChoosing(verbs.snooze !== null));
  useShortcuts({
    t: () => (verbs.takeFrom ? setReassigning(true) : void verbs.takeOver?.()),
    h: () => taking || verbs.handBack?.(),
    // Nothing leads back, and a letter is hit by mistake: the key asks always, the button where a reply was begun.
    e: () => setClosing(!taking && verbs.close !== null),
    z: toggleSnooze,
    r: () => composer.current?.focus("reply"),
    n: () => composer.current?.focus("note"),
    i: insertDraft,
  });

  return (
    <>
      <section class="conversation" aria-label="Conversation">
        <ConversationHead
          view={view}
          verbs={verbs}
          back={back}
          details={details}
          onDetails={onDetails}
          onReassign={() => setReassigning(true)}
          onSnooze={toggleSnooze}
          onCloseConversation={close}
        />
        {closing && verbs.close && (
          <CloseDialog
            text={unsentText()}
            onCloseConversation={() => {
              setClosing(false);
              verbs.close?.();
            }}
            onClose={() => setClosing(false)}
          />
        )}
        {reassigning && verbs.takeFrom && (
          <ReassignDialog
            view={view}
            onTake={() => {
              setReassigning(false);
              void verbs.takeFrom?.();
            }}
            onClose={() => setReassigning(false)}
          />
        )}
        {choosing && (
          <SnoozeDialog
            now={conversation.now()}
            onClose={() => setChoosing(false)}
            onChoose={(until) => {
              setChoosing(false);
              verbs.snooze?.(until);
            }}
          />
        )}
        <ThreadView
          thread={thread}
          unsent={unsent}
          chosen={why}
          onWhy={showWhy}
          onRetry={({ state: _, ...reply }) => void desk.outgoing.send(reply)}
        />
        {draft && <DraftCard draft={draft} onInsert={insertDraft} onIgnore={() => conversation.ignoreDraft()} />}
        {desk.may("reply") && (
          <Composer ref={composer} conversation={conversation} view={view} verbs={verbs} taking={taking} />
        )}
      </section>
      {details && (
        <ContextPane
          view={view}
          why={why}
          onWhyClosed={() => setWhy(null)}
          onClose={() => onDetails(false)}
          onInsert={(passage) => composer.current?.cite(passage)}
        />
      )}
    </>
  );
}
