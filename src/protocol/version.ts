/** Raised when an older widget could no longer talk to this server. Widgets outlive deploys. */
export const PROTOCOL_VERSION = 1;

/** Longest text a customer may send, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 8_000;
