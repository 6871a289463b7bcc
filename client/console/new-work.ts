import type { InboxItem } from "../../src/protocol/staff.ts";
import type { Desk } from "./desk.ts";

const KEPT_AS = "switchboard-console-new-work";

/** Off until somebody switches it on, for this browser: an open-plan office decides for itself. */
export function tellsNewWork(store: Storage): boolean {
  return store.getItem(KEPT_AS) === "on";
}

export function switchNewWork(store: Storage, on: boolean): void {
  store.setItem(KEPT_AS, on ? "on" : "off");
}

/** Makes itself heard when a customer begins to wait for a person, and seen where the page is not. */
export function announceNewWork(desk: Desk): void {
  /** Null until the list has been read: what waited before the page was opened is no news. */
  let known: Waits | null = null;
  const hear = (items: readonly InboxItem[]) => {
    const fresh = known ? newlyWaiting(known, items) : [];
    known = new Map([
      ...(known ?? []),
      ...items.map(({ conversationId, waitingSince }) => [conversationId, waitingSince] as const),
    ]);
    if (fresh[0] && tellsNewWork(localStorage)) tell(desk, fresh[0]);
  };
  desk.listen((event) => {
    if (event.name === "inbox" && known) hear([event.payload]);
    // Read again after a lost connection, so that who began to wait meanwhile is announced, too.
    if (event.name === "welcome")
      void desk.api
        .get<{ items: InboxItem[] }>("/inbox?list=waiting")
        .then((result) => result.ok && hear(result.value.items));
  });
}

/** Since when each conversation waits, in milliseconds since the epoch; null for those that do not. */
export type Waits = ReadonlyMap<string, number | null>;

/** Those that have begun to wait for a person since `known` was written down. Each wait is new once. */
export function newlyWaiting(known: Waits, items: readonly InboxItem[]): InboxItem[] {
  return items.filter(
    ({ conversationId, owner, waitingSince }) =>
      owner === "queued" && waitingSince !== null && known.get(conversationId) !== waitingSince,
  );
}

/** The customer's words stay out of it: notifications show on locked screens. */
function tell(desk: Desk, { conversationId }: InboxItem): void {
  chime();
  if (desk.page.document.visibilityState === "visible" || !("Notification" in globalThis)) return;
  if (Notification.permission !== "granted") return;
  const shown = new Notification("A customer is waiting for a person", { tag: "switchboard-waiting" });
  shown.onclick = () => {
    desk.page.focus();
    desk.go(`#/inbox/waiting/${encodeURIComponent(conversationId)}`);
  };
}

/** Two short tones. A page that nobody has touched yet may make no sound; the browser then drops it. */
function chime(): void {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.value = 0.08;
  volume.connect(audio.destination);
  for (const [at, hertz] of [
    [0, 660],
    [0.14, 880],
  ] as const) {
    const tone = audio.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(volume);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.12);
    if (at > 0) tone.onended = () => void audio.close();
  }
}
