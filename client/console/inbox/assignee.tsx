import { mayUse } from "../../../src/protocol/roles.ts";
import type { ConversationView, StaffMember } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";

export function Assignee({ view }: { view: ConversationView }) {
  const desk = useDesk();
  const { value } = useLoad<{ staff: StaffMember[] }>("/staff");
  if (view.owner === "closed" || !value) return null;
  const able = value.staff.filter(({ active, role }) => active && mayUse(role, "reply"));

  return (
    <label class="field context-section">
      <h3>Assigned to</h3>
      <select
        class="input"
        value={view.assignee?.staffId ?? ""}
        onChange={(event) => {
          const staffId = event.currentTarget.value || null;
          void desk.emit("assign", { conversationId: view.conversationId, staffId });
        }}
      >
        <option value="">Nobody</option>
        {able.map(({ staffId, name }) => (
          <option key={staffId} value={staffId}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
