import { useEffect, useState } from "preact/hooks";
import type { EndReason } from "../../../src/protocol/staff.ts";
import type { Me, OpenIdProblem, SetupState, SignIn } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { Problem } from "../parts/states.tsx";
import { waitingWords } from "../parts/time.tsx";
import { useStore } from "../store.ts";
import type { Failure } from "../wire/api.ts";
import { EntranceCard } from "./card.tsx";
import { entered, Field } from "./field.tsx";

export function SignInPage({ ended }: { ended: EndReason | null }) {
  const { api } = useDesk();
  const [setup, setSetup] = useState<SetupState | null>(null);
  useEffect(() => void api.get<SetupState>("/setup").then((result) => result.ok && setSetup(result.value)), []);

  if (setup?.needed) return <NobodyYet />;
  const lead = ended ? ENDED[ended] : "Sign in to answer customers.";
  return (
    <EntranceCard title="Welcome back" lead={lead}>
      <ProviderProblem />
      <SignInForm />
      {setup?.openId && (
        <a class="button" href="/api/openid/start">
          Sign in with {setup.openId}
        </a>
      )}
    </EntranceCard>
  );
}

const ENDED: Record<EndReason, string> = {
  ended: "Your session has ended. Sign in again to go on.",
  "role-changed": "An owner has changed your role. Sign in again to go on with it.",
  "access-removed": "An owner has removed your access. Ask an owner to give it back.",
};

const PROVIDER_PROBLEMS: Record<OpenIdProblem, string> = {
  unreachable: "The sign-in provider cannot be reached. Try again in a moment, or use your password.",
  expired: "That sign-in took too long or began in another window. Start it again from here.",
  refused: "The sign-in provider did not let you in. Try again, or ask who manages your accounts.",
  unverified: "The provider has not verified your e-mail address. Verify it there, then sign in again.",
  "nobody-yet": "Nobody has an account yet. Open the set-up link that the server printed first.",
  "no-account": "You have no account here. Ask an owner for an invitation to this e-mail address.",
  removed: "Your access was removed. Ask an owner to give it back.",
};

/** Only problems known by name have words, so that a link can put no words of its own here. */
function ProviderProblem() {
  const { query } = useStore(useDesk().route);
  const problem = Object.entries(PROVIDER_PROBLEMS).find(([name]) => name === query.get("problem"));
  return problem ? <Problem failure={{ message: problem[1] }} /> : null;
}

function SignInForm() {
  const desk = useDesk();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const payload: SignIn = { email: entered(form, "email"), password: entered(form, "password") };
    setBusy(true);
    const result = await desk.api.send<Me>("POST", "/session", payload);
    setBusy(false);
    if (result.ok) desk.enter(result.value);
    else setFailure(result.error);
  }

  return (
    <form class="form" onSubmit={submit}>
      {failure && <Problem failure={{ message: signInProblem(failure) }} />}
      <Field label="E-mail">
        {(id) => <input id={id} class="input" name="email" type="email" autocomplete="username" required autofocus />}
      </Field>
      <Field label="Password">
        {(id) => (
          <input id={id} class="input" name="password" type="password" autocomplete="current-password" required />
        )}
      </Field>
      <button class="button primary" type="submit" disabled={busy}>
        {busy ? "Signing in…" : "Sign in"}
      </button>
    </form>
  );
}

function signInProblem({ code, message, retryAfterSeconds }: Failure): string {
  if (code === "bad-credentials") return "That e-mail and password do not belong together.";
  if (code === "locked" && retryAfterSeconds)
    return `Too many attempts. Try again in ${waitingWords(retryAfterSeconds)}.`;
  return message;
}

function NobodyYet() {
  return (
    <EntranceCard title="Almost there" lead="Nobody has an account yet.">
      <p>
        When the server started it printed a set-up link that works once. Open it to create the owner's account. If it
        is lost or older than a day, restart the server and it prints a new one.
      </p>
    </EntranceCard>
  );
}
