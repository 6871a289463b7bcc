import type { ServerToVisitor } from "../protocol/visitor.ts";

/** An event of the wire with its payload, as one value. */
export type VisitorEvent = {
  [Name in keyof ServerToVisitor]: { event: Name; payload: Parameters<ServerToVisitor[Name]>[0] };
}[keyof ServerToVisitor];

/** Everybody who has a conversation open now. */
export interface Audience {
  /** Reaches each listener in the order of the calls; `except` is the id of a listener that knows already. */
  tell(conversationId: string, event: VisitorEvent, except?: string): void;
}
