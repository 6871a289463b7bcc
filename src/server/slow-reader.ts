/** The part of Engine.IO's socket that is needed: what is to be sent, and when the transport has taken it. */
export type Connection = {
  on(event: "packetCreate", run: (packet: { data?: unknown }) => void): unknown;
  on(event: "flush", run: () => void): unknown;
  close(discard: boolean): void;
};

/** UTF-16 units that may wait for a reader: some three hundred long answers. */
export const WAITING_LIMIT = 1_024 * 1_024;

/** A replay may be longer than that at once, so only a reader who has taken nothing for this long is cut off. */
export const STALLED_MS = 10_000;

/**
 * Cuts off who does not read what is sent: it would be kept in memory for as long as they like. Nothing is lost with
 * the connection, because a client comes back with the cursor of the last entry that it has. `clock`: milliseconds.
 */
export function boundReader(connection: Connection, clock: () => number, onCut: () => void): void {
  let waiting = 0;
  let takenAt = clock();

  connection.on("flush", () => {
    waiting = 0;
    takenAt = clock();
  });
  connection.on("packetCreate", ({ data }) => {
    // Of an idle connection nothing was there to be taken.
    if (waiting === 0) takenAt = clock();
    waiting += typeof data === "string" || Buffer.isBuffer(data) ? data.length : 0;
    if (waiting <= WAITING_LIMIT || clock() - takenAt < STALLED_MS) return;
    onCut();
    connection.close(true);
  });
}
