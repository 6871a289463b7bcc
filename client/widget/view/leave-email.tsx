import { useState } from "preact/hooks";
import type { ChatState } from "../chat-state.ts";
import { useWidget } from "./context.ts";
import { REFUSALS } from "./unsent-message.tsx";

/** Where nobody comes soon: an address to be answered at. The thanks that follow take the form away. */
export function LeaveEmail() {
  const { chat, phrases } = useWidget();
  const [trouble, setTrouble] = useState<ChatState["trouble"]>(null);
  return (
    <form
      class="comment"
      onSubmit={(event) => {
        event.preventDefault();
        const email = String(new FormData(event.currentTarget).get("email"));
        void chat.leaveEmail(email).then(setTrouble);
      }}
    >
      <input
        type="email"
        name="email"
        required
        maxLength={254}
        autocomplete="email"
        dir="ltr"
        aria-label={phrases.email}
        aria-describedby="email-consent"
        placeholder={phrases.email}
      />
      <p class="aside" id="email-consent">
        {phrases.emailConsent}
      </p>
      {trouble && (
        <p class="refusal" role="alert">
          {trouble === "invalid" ? phrases.emailInvalid : phrases[REFUSALS[trouble]]}
        </p>
      )}
      <button type="submit" class="quiet">
        {phrases.sendEmail}
      </button>
    </form>
  );
}
