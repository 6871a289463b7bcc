import { useState } from "preact/hooks";
import type { AcceptInvite, Me } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { Problem } from "../parts/states.tsx";
import type { Failure } from "../wire/api.ts";
import { EntranceCard } from "./card.tsx";
import { entered, Field } from "./field.tsx";

const KINDS = {
  "set-up": {
    title: "Set up Switchboard",
    lead: "Create the owner's account. The owner invites everybody else.",
    route: "/setup",
    button: "Create account",
  },
  invite: {
    title: "Join the team",
    lead: "You have been invited to answer customers.",
    route: "/invites/accept",
    button: "Join",
  },
} as const;

export function SetUpPage({ kind, token }: { kind: keyof typeof KINDS; token: string }) {
  const desk = useDesk();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const { title, lead, route, button } = KINDS[kind];

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const payload: AcceptInvite = {
      token,
      name: entered(form, "name"),
      email: entered(form, "email"),
      password: entered(form, "password"),
    };
    setBusy(true);
    const result = await desk.api.send<Me>("POST", route, payload);
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    desk.enter(result.value);
    desk.go("#/inbox");
  }

  return (
    <EntranceCard title={title} lead={lead}>
      <form class="form" onSubmit={submit}>
        {failure && <Problem failure={{ message: linkProblem(failure) }} />}
        <Field label="Your name" hint="Colleagues see it.">
          {(id) => <input id={id} class="input" name="name" autocomplete="name" maxLength={80} required />}
        </Field>
        <Field label="E-mail">
          {(id) => <input id={id} class="input" name="email" type="email" autocomplete="username" required />}
        </Field>
        <Field label="Password" hint="At least 10 characters. A sentence is easy to keep in mind.">
          {(id) => (
            <input
              id={id}
              class="input"
              name="password"
              type="password"
              autocomplete="new-password"
              minLength={10}
              maxLength={200}
              required
            />
          )}
        </Field>
        <button class="button primary" type="submit" disabled={busy}>
          {busy ? "One moment…" : button}
        </button>
      </form>
    </EntranceCard>
  );
}

function linkProblem({ code, message }: Failure): string {
  return code === "bad-link"
    ? "This link was used already or has expired. Ask for a new one; for the very first account, restart the server."
    : message;
}
