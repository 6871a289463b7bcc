import { useState } from "preact/hooks";
import { Dialog } from "./dialog.tsx";
import { shortcutsOn, switchShortcuts } from "./shortcuts.ts";

const GROUPS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    "Everywhere",
    [
      ["g i", "Inbox"],
      ["g r", "Review"],
      ["g s", "Search, also /"],
      ["g v", "Verified answers"],
      ["g n", "Insights"],
      ["g d", "Documentation gaps"],
      ["g p", "Prompts"],
      ["g m", "Models"],
      ["?", "This sheet"],
    ],
  ],
  [
    "Inbox",
    [
      ["j  k", "Next and previous conversation"],
      ["1 – 5", "Waiting, mine, open, closed, to review"],
      ["t", "Take over, or reassign what a colleague has"],
      ["h", "Hand back to the bot"],
      ["e", "Close the conversation, once asked"],
      ["z", "Snooze or wake"],
      ["r", "Write a reply"],
      ["n", "Write a note"],
      ["i", "Insert the bot's draft"],
      ["d", "Show or hide the customer"],
      ["Escape", "Leave the text box"],
    ],
  ],
  [
    "Review",
    [
      ["a", "Approve"],
      ["c", "Correct"],
      ["x", "Reject, then 1 to 6 for the reason or Escape"],
      ["s", "Skip"],
      ["z", "Take the last verdict back"],
    ],
  ],
  [
    "In a reply",
    [
      ["Enter", "Send"],
      ["Shift Enter", "New line"],
      ["/", "Canned reply, at the start"],
    ],
  ],
];

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useState(shortcutsOn());
  function change(wanted: boolean) {
    switchShortcuts(wanted);
    setOn(wanted);
  }
  return (
    <Dialog title="Keyboard shortcuts" onlyRead onClose={onClose}>
      {GROUPS.map(([title, keys]) => (
        <section key={title} class="keys">
          <h3>{title}</h3>
          <dl>
            {keys.map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label class="check">
        <input type="checkbox" checked={on} onChange={(event) => change(event.currentTarget.checked)} />
        Single keys act as shortcuts
      </label>
    </Dialog>
  );
}
