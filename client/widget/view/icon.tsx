/** Outlines on a 24 × 24 grid, drawn in the text's colour. */
const OUTLINES = {
  /** A speech bubble whose smile is a patch cable between two jacks. */
  chat: "M12 3.5c5 0 9 3.4 9 7.8s-4 7.8-9 7.8c-1 0-2-.1-2.9-.4L4.5 20.5l1-3.7C3.9 15.4 3 13.5 3 11.3c0-4.4 4-7.8 9-7.8ZM8.3 10.6v.1M15.7 10.6v.1M8.3 12.6c1.2 2.9 6.2 2.9 7.4 0",
  down: "m6 9.5 6 6 6-6",
  close: "m6.5 6.5 11 11m0-11-11 11",
  send: "M12 19V5.5M6 11l6-6 6 6",
  stop: "M8 8h8v8H8z",
  person: "M12 12.2a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6ZM4.8 19.8c.9-3.2 3.7-4.8 7.2-4.8s6.3 1.6 7.2 4.8",
  up: "M7 10.5v9H4.5v-9H7Zm0 0 4-7c1.5 0 2.5 1.1 2.3 2.6L12.8 9h5a2 2 0 0 1 2 2.4l-1.3 6.4a2 2 0 0 1-2 1.6H7",
  copy: "M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9",
  check: "m5 12.5 4.5 4.5L19 7.5",
  book: "M12 6.5c-1.9-1.3-4.3-1.9-7.5-1.9v13c3.2 0 5.6.6 7.5 1.9 1.9-1.3 4.3-1.9 7.5-1.9v-13c-3.2 0-5.6.6-7.5 1.9Zm0 0v13",
  shield: "M12 3.5 5 6v5.5c0 4.3 2.9 7.5 7 9 4.1-1.5 7-4.7 7-9V6l-7-2.5Zm-3 8.7 2.2 2.2 4-4.3",
  pen: "m5 19 .8-3.7L15.5 5.6a2 2 0 0 1 2.9 2.9L8.7 18.2 5 19Z",
  leave: "M8 16 16.5 7.5M9.5 7.5h7v7",
  again: "M19 12a7 7 0 1 1-2.1-5M19 4v4h-4",
  clock: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12.5V12l3 2",
} as const;

export type IconName = keyof typeof OUTLINES;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={OUTLINES[name]} />
    </svg>
  );
}
