import { useEffect, useState } from "preact/hooks";
import type { AcceptInvite, LinkRole, Me } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { Problem } from "../parts/states.tsx";
import type { Failure, Result } from "../wire/api.ts";
import { EntranceCard } from "./card.tsx";
import { entered, Field } from "./field.tsx";

const KINDS = {
  "set-up": {
    title: "Set up Switchboard",
    lead: "Create the owner's account. The owner invites everybody else.",
    route: "/setup",
    link: "/setup/link",
    button: "Create account",
  },
  invite: {
    title: "Join the team",
    lead: "You have been invited to answer customers.",
    route: "/invites/accept",
    link: "/invites/link",
    button: "Join",
  },
} as const;

type Props = { kind: keyof typeof KINDS; token: string };

export function SetUpPage({ kind, token }: Props) {
  const { api } = useDesk();
  const [asked, setAsked] = useState<Result<LinkRole> | null>(null);
  const { link } = KINDS[kind];
  useEffect(() => void api.send<LinkRole>("POST", link, { token }).then(setAsked), [link, token]);

  if (!asked) return null;
  // A server that cannot be asked now may well be there when the form is sent.
  if (!asked.ok && asked.error.code !== "offline") return <DeadLink kind={kind} />;
  return <JoinForm kind={kind} token={token} />;
}

function DeadLink({ kind }: Pick<Props, "kind">) {
  const help = { "set-up": "Restart the server, and it prints a new one.", invite: "Ask an owner for a new one." };
  return (
    <EntranceCard title="This link does not work any more" lead="It was used already, was withdrawn or has expired.">
      <p>
        {help[kind]} Do you have an account? <a href="#/inbox">Sign in</a>.
      </p>
    </EntranceCard>
  );
}

function JoinForm({ kind, token }: Props) {
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
