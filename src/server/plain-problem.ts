import type { z } from "zod";

/** What a value must be, in words that a person who reads the page understands. A schema's own words go before these. */
export function plainProblem(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_value":
      return `must be ${issue.values.join(", ")}`.replace(/, ([^,]+)$/, " or $1");
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${issue.expected}`;
    case "invalid_format":
      return issue.format === "email" ? "is no e-mail address" : "does not look as it should";
    case "too_small":
      return `must be at least ${issue.minimum}${unitOf(issue.origin)}`;
    case "too_big":
      return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "unrecognized_keys":
      return `has no ${issue.keys.join(", ")}`;
    default:
      return undefined;
  }
}

function unitOf(origin: string): string {
  return origin === "string" ? " characters long" : "";
}
