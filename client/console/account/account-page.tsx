import { useState } from "preact/hooks";
import type { ChangePassword, SessionView } from "../../../src/protocol/staff-http.ts";
import { entered, Field } from "../enter/field.tsx";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { Problem, Skeletons } from "../parts/states.tsx";
import { Ago } from "../parts/time.tsx";
import type { Failure } from "../wire/api.ts";
import { browserName } from "./browser-name.ts";
import { CannedReplies } from "./canned-replies.tsx";
import { NewWorkSwitch } from "./new-work-switch.tsx";

export default function AccountPage() {
  const { me } = useDesk();
  return (
    <div class="page">
      <div class="page-inside">
        <header class="page-head">
          <div>
            <h1 dir="auto">{me.name}</h1>
            <p>
              {me.email}, {me.role}
            </p>
          </div>
        </header>
        <NewWorkSwitch />
        <CannedReplies />
        <Sessions />
        <Password />
      </div>
    </div>
  );
}

function Sessions() {
  const desk = useDesk();
  const { value, failure, reload } = useLoad<{ sessions: SessionView[] }>("/sessions");
  async function end({ sessionId }: SessionView) {
    const result = await desk.api.send("DELETE", `/sessions/${encodeURIComponent(sessionId)}`);
    if (!result.ok) desk.toasts.say(result.error.message);
    reload();
  }
  const others = value?.sessions.filter(({ current }) => !current) ?? [];
  async function endOthers() {
    const ended = await Promise.all(
      others.map(({ sessionId }) => desk.api.send("DELETE", `/sessions/${encodeURIComponent(sessionId)}`)),
    );
    const failed = ended.find((result) => !result.ok);
    desk.toasts.say(failed && !failed.ok ? failed.error.message : "You are signed out everywhere else.");
    reload();
  }
  return (
    <section class="section">
      <div class="section-head">
        <h2>Where you are signed in</h2>
        {others.length > 1 && (
          <button type="button" class="button" onClick={() => void endOthers()}>
            Sign out everywhere else
          </button>
        )}
      </div>
      {failure && <Problem failure={failure} />}
      <div class="card">
        {value ? (
          value.sessions.map((session) => (
            <div key={session.sessionId} class="row">
              <div class="grow">
                <b>{browserName(session.userAgent)}</b>{" "}
                {session.current && <span class="badge good">This browser</span>}
                <p>
                  <small>
                    {session.address}, last seen <Ago at={session.lastSeenAt} />
                  </small>
                </p>
              </div>
              {!session.current && (
                <button type="button" class="button danger" onClick={() => void end(session)}>
                  Sign out
                </button>
              )}
            </div>
          ))
        ) : (
          <Skeletons lines={2} />
        )}
      </div>
    </section>
  );
}

function Password() {
  const desk = useDesk();
  const [failure, setFailure] = useState<Failure | null>(null);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const payload: ChangePassword = { current: entered(form, "current"), next: entered(form, "next") };
    const result = await desk.api.send("PUT", "/password", payload);
    setFailure(result.ok ? null : result.error);
    if (!result.ok) return;
    form.reset();
    desk.toasts.say("The password is changed. Your other sessions are signed out.");
  }

  return (
    <section class="section">
      <h2>Password</h2>
      <form class="card form padded narrow" onSubmit={submit}>
        {failure && (
          <Problem
            failure={failure.code === "bad-credentials" ? { message: "The current password is not right." } : failure}
          />
        )}
        <Field label="Current password">
          {(id) => (
            <input id={id} class="input" name="current" type="password" autocomplete="current-password" required />
          )}
        </Field>
        <Field label="New password" hint="At least 10 characters.">
          {(id) => (
            <input
              id={id}
              class="input"
              name="next"
              type="password"
              autocomplete="new-password"
              minLength={10}
              maxLength={200}
              required
            />
          )}
        </Field>
        <div class="actions">
          <button type="submit" class="button primary">
            Change password
          </button>
        </div>
      </form>
    </section>
  );
}
