import { useState } from "preact/hooks";
import type { CustomerView, EraseCustomer, VerifiedForCustomer } from "../../../src/protocol/customers.ts";
import { useDesk } from "../parts/context.ts";
import { Dialog, DialogActions } from "../parts/dialog.tsx";
import { linkTo } from "../route.ts";

type Props = { conversationId: string };

/** What an owner does when a customer asks for their data, or asks that it be erased. */
export function CustomerData({ conversationId }: Props) {
  const desk = useDesk();
  const [found, setFound] = useState<CustomerView | null>(null);

  async function ask() {
    const result = await desk.api.get<CustomerView>(`/customers/${encodeURIComponent(conversationId)}`);
    if (result.ok) setFound(result.value);
    else desk.toasts.say(result.error.message);
  }

  return (
    <section class="context-section">
      <h3>Customer's data</h3>
      <div class="actions">
        <a class="button" href={`/api/customers/${encodeURIComponent(conversationId)}/export`} download>
          Export
        </a>
        <button type="button" class="button danger" onClick={() => void ask()}>
          Erase …
        </button>
      </div>
      {found && <EraseDialog conversationId={conversationId} found={found} onClose={() => setFound(null)} />}
    </section>
  );
}

function EraseDialog({ conversationId, found, onClose }: Props & { found: CustomerView; onClose: () => void }) {
  const desk = useDesk();
  const all = found.conversations.length;

  async function erase(everything: boolean) {
    const asked: EraseCustomer = { all: everything };
    const result = await desk.api.send<CustomerView>(
      "POST",
      `/customers/${encodeURIComponent(conversationId)}/erase`,
      asked,
    );
    const gone = result.ok ? result.value.verifiedAnswers.length : 0;
    const withIt = gone === 0 ? "" : ` ${gone} verified ${gone === 1 ? "answer goes" : "answers go"} with it.`;
    desk.toasts.say(result.ok ? `It is being erased.${withIt} The audit log names you.` : result.error.message);
    onClose();
    if (result.ok) desk.go(linkTo(["inbox", "open"]));
  }

  return (
    <Dialog title="Erase for good?" onClose={onClose}>
      <p>
        Messages, answers, notes and verdicts go, and with them what was learnt from them: verified answers, datasets,
        and models until they are trained anew. There is no way back but a backup.
      </p>
      <VerifiedAnswers verified={found.verifiedAnswers} conversationId={conversationId} />
      <UnlearntIntents intents={found.intents} />
      <DialogActions onClose={onClose}>
        <button type="button" class="button danger" onClick={() => void erase(false)}>
          Erase this conversation
        </button>
        {all > 1 && (
          <button type="button" class="button danger" onClick={() => void erase(true)}>
            Erase all {all} of this customer
          </button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function VerifiedAnswers({ verified, conversationId }: Props & { verified: readonly VerifiedForCustomer[] }) {
  if (verified.length === 0) return null;
  return (
    <>
      <p>These answers of your team were written here. Afterwards no customer gets them any more:</p>
      <ul class="going">
        {verified.map((one) => (
          <li key={one.question} dir="auto">
            <b>{one.question}</b> {one.text}
            <span class="hint">
              {one.phrasings > 0 && ` With ${one.phrasings} further ${one.phrasings === 1 ? "phrasing" : "phrasings"}.`}
              {one.conversationId !== conversationId && " Only if all are erased."}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function UnlearntIntents({ intents }: Pick<CustomerView, "intents">) {
  if (intents.length === 0) return null;
  return (
    <>
      <p>
        A trained model has learnt from it and goes, too; questions without an intent show it where its intents end. The
        documentation answers these intents until <code>npm run finetune -- run</code>, or <i>Train now</i> under
        Models, has trained anew:
      </p>
      <ul class="going">
        {intents.map(({ intent, onlyIfAll }) => (
          <li key={intent} dir="auto">
            <b>{intent}</b>
            {onlyIfAll && <span class="hint"> Only if all are erased.</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
