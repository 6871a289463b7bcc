// `node --import ./scripts/shift-clock.mjs …`: the wall clock is ahead by the milliseconds in the file CLOCK_SHIFT_FILE, read again at each SIGUSR2. Timers go on.
import { readFileSync } from "node:fs";

const RealDate = Date;
let shift = 0;

const now = () => RealDate.now() + shift;
const read = () => {
  shift = Number(readFileSync(process.env.CLOCK_SHIFT_FILE, "utf8"));
};

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
});

read();
process.on("SIGUSR2", read);
