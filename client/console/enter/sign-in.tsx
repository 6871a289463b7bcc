import { useEffect, useState } from "preact/hooks";
import type { Me, SetupState, SignIn } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { Problem } from "../parts/states.tsx";
import { waitingWords } from "../parts/time.tsx";
import type { Failure } from "../wire/api.ts";
import { EntranceCard } from "./card.tsx";
import { entered, Field } from "./field.tsx";

export function SignInPage({ ended }: { ended: boolean }) {
  const { api } = useDesk();
  const [setupNeeded, setSetupNeeded] = useState(false);
  useEffect(
    () => void api.get<SetupState>("/setup").then((result) => result.ok && setSetupNeeded(result.value.needed)),
    [],
  );

  if (setupNeeded) return <NobodyYet />;
  const lead = ended ? "Your session has ended. Sign in again to go on." : "Sign in to answer customers.";
  return (
    <EntranceCard title="Welcome back" lead={lead}>
      <SignInForm />
    </EntranceCard>
  );
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
