import { useState } from "preact/hooks";
import { mayUse, ROLES, type Role } from "../../../src/protocol/roles.ts";
import type { ChangeMember, Invite, InviteLink, StaffMember } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { Dialog, DialogActions } from "../parts/dialog.tsx";
import { LineForm } from "../parts/line-form.tsx";
import { useLoad } from "../parts/load.ts";
import { Avatar, Problem, Skeletons } from "../parts/states.tsx";
import { fullTime } from "../parts/time.tsx";

const ROLE_WORDS: Record<Role, string> = {
  viewer: "Reads everything, changes nothing",
  agent: "Answers customers and reviews",
  engineer: "Also datasets, models and prompts",
  owner: "Also people and settings",
};

export default function PeoplePage() {
  const staff = useLoad<{ staff: StaffMember[] }>("/staff");
  const invites = useLoad<{ invites: Invite[] }>("/invites");
  return (
    <div class="page">
      <div class="page-inside">
        <header class="page-head">
          <div>
            <h1>People</h1>
            <p>Who answers customers here, and what each may do.</p>
          </div>
        </header>
        <section class="section">
          <h2>Team</h2>
          {staff.failure && <Problem failure={staff.failure} />}
          <div class="card">
            {staff.value ? (
              staff.value.staff.map((member) => (
                <MemberRow key={member.staffId} member={member} onChanged={staff.reload} />
              ))
            ) : (
              <Skeletons lines={3} />
            )}
          </div>
        </section>
        <InviteSection onInvited={invites.reload} />
        <OpenInvites invites={invites.value?.invites ?? []} onChanged={invites.reload} />
      </div>
    </div>
  );
}

function MemberRow({ member, onChanged }: { member: StaffMember; onChanged: () => void }) {
  const desk = useDesk();
  const { staffId, name, email, role, active } = member;
  const self = staffId === desk.me.staffId;
  const [asked, setAsked] = useState<ChangeMember | null>(null);

  async function change(wanted: ChangeMember) {
    setAsked(null);
    const result = await desk.api.send("PATCH", `/staff/${encodeURIComponent(staffId)}`, wanted);
    if (!result.ok) desk.toasts.say(result.error.message);
    onChanged();
  }

  return (
    <div class="row">
      <Avatar name={name} mine={self} />
      <div class="grow">
        <b dir="auto">{name}</b> {self && <span class="badge">You</span>}{" "}
        {!active && <span class="badge bad">No access</span>}
        <p>
          <small>{email}</small>
        </p>
      </div>
      <select
        class="input"
        aria-label={`Role of ${name}`}
        value={role}
        disabled={self || !active}
        onChange={(event) => {
          setAsked({ role: event.currentTarget.value as Role });
          event.currentTarget.value = role;
        }}
      >
        {ROLES.map((one) => (
          <option key={one} value={one} title={ROLE_WORDS[one]}>
            {one}
          </option>
        ))}
      </select>
      {!self && (
        <button
          type="button"
          class="button"
          onClick={() => (active ? setAsked({ active: false }) : void change({ active: true }))}
        >
          {active ? "Remove access" : "Give access"}
        </button>
      )}
      {asked && (
        <ConfirmChange name={name} asked={asked} onClose={() => setAsked(null)} onSure={() => void change(asked)} />
      )}
    </div>
  );
}

type ConfirmProps = { name: string; asked: ChangeMember; onClose: () => void; onSure: () => void };

function ConfirmChange({ name, asked: { role }, onClose, onSure }: ConfirmProps) {
  const answers = role !== undefined && mayUse(role, "reply");
  return (
    <Dialog title={role ? `Make ${name} ${role}?` : `Remove the access of ${name}?`} onClose={onClose}>
      <p>
        {role ? `${ROLE_WORDS[role]}. ` : ""}Their open pages are signed out at once and say why.{" "}
        {answers
          ? "They keep the conversations that they have taken over."
          : "The conversations that they have taken over go back to Waiting, where every colleague sees them."}
      </p>
      <DialogActions onClose={onClose}>
        <button type="button" class={role ? "button primary" : "button danger"} onClick={onSure}>
          {role ? "Change the role" : "Yes, remove it"}
        </button>
      </DialogActions>
    </Dialog>
  );
}

function InviteSection({ onInvited }: { onInvited: () => void }) {
  const desk = useDesk();
  const [role, setRole] = useState<Role>("agent");
  const [link, setLink] = useState<InviteLink | null>(null);

  async function invite(note: string) {
    const result = await desk.api.send<InviteLink>("POST", "/invites", {
      role,
      ...(note.trim() && { note: note.trim() }),
    });
    if (result.ok) setLink(result.value);
    else desk.toasts.say(result.error.message);
    if (result.ok) onInvited();
    return result.ok;
  }

  return (
    <section class="section">
      <h2>Invite somebody</h2>
      <LineForm
        class="card row"
        label="For whom"
        placeholder="For whom (optional)"
        button="Make a link"
        primary
        optional
        maxLength={120}
        onSubmit={invite}
        before={
          <label class="grow">
            <span class="visually-hidden">Role</span>
            <select class="input" value={role} onChange={(event) => setRole(event.currentTarget.value as Role)}>
              {ROLES.map((one) => (
                <option key={one} value={one}>
                  {one}: {ROLE_WORDS[one].toLowerCase()}
                </option>
              ))}
            </select>
          </label>
        }
      />
      {link && <NewLink link={link} />}
    </section>
  );
}

function NewLink({ link }: { link: InviteLink }) {
  const { toasts } = useDesk();
  const copy = () => navigator.clipboard.writeText(link.url).then(() => toasts.say("The link is on the clipboard."));
  return (
    <div class="card row" role="status">
      <label class="grow">
        <small>
          Send this link to the person. It works once, until {fullTime(link.expiresAt)}, and is shown only now.
        </small>
        <input class="input" readOnly value={link.url} onFocus={(event) => event.currentTarget.select()} />
      </label>
      {/* Browsers offer the clipboard to secure pages only. */}
      {navigator.clipboard && (
        <button type="button" class="button" onClick={copy}>
          Copy
        </button>
      )}
    </div>
  );
}

function OpenInvites({ invites, onChanged }: { invites: readonly Invite[]; onChanged: () => void }) {
  const desk = useDesk();
  if (invites.length === 0) return null;
  async function withdraw({ inviteId }: Invite) {
    const result = await desk.api.send("DELETE", `/invites/${encodeURIComponent(inviteId)}`);
    if (!result.ok) desk.toasts.say(result.error.message);
    onChanged();
  }
  return (
    <section class="section">
      <h2>Open invitations</h2>
      <div class="card">
        {invites.map((invite) => (
          <div key={invite.inviteId} class="row">
            <div class="grow">
              <b>{invite.role}</b> {invite.note && <span dir="auto">for {invite.note}</span>}
              <p>
                <small>
                  Made {fullTime(invite.createdAt)}, ends {fullTime(invite.expiresAt)}
                </small>
              </p>
            </div>
            <button type="button" class="button danger" onClick={() => void withdraw(invite)}>
              Withdraw
            </button>
          </div>
        ))}
      </div>
    </section>
  );
}
