/** What was asked for needs something that is not there; the message names the command that makes or lists it. */
export class NotThereError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotThereError";
  }
}
