import type { AccuracyView, Reviewed, ReviewQueue, VerifiedAnswersView } from "../protocol/review.ts";
import { type Review, reviewSchema } from "../protocol/staff.ts";
import type { Refusal } from "../protocol/visitor.ts";
import type { ReviewDesk } from "../review/review-desk.ts";
import { done, missing, read, type StaffReply, type StaffRoute } from "./staff-api.ts";

export type ReviewRoutePorts = {
  desk: ReviewDesk;
  verifiedAnswers: () => Promise<VerifiedAnswersView>;
  queue: () => Promise<ReviewQueue>;
  accuracy: () => Promise<AccuracyView>;
};

/** Verdicts and what came of them. */
export function reviewRoutes({ desk, verifiedAnswers, queue, accuracy }: ReviewRoutePorts): StaffRoute[] {
  return [
    {
      method: "post",
      path: "/reviews",
      verb: "review",
      handle: ({ who, body }) => judged(body, (review) => desk.review(review, who.member.staffId)),
    },
    {
      method: "delete",
      path: "/reviews/:answerId",
      verb: "review",
      handle: async ({ who, params }) => replyTo(await desk.undo(params.answerId ?? "", who.member.staffId)),
    },
    {
      method: "put",
      path: "/reviews/:answerId",
      verb: "settle-reviews",
      handle: ({ who, params, body }) =>
        judged({ ...(body as object), messageId: params.answerId }, (review) =>
          desk.settle(review, who.member.staffId),
        ),
    },
    {
      method: "get",
      path: "/review-queue",
      verb: "read-reviews",
      handle: async () => ({ json: await queue() }),
    },
    {
      method: "get",
      path: "/verified-answers",
      verb: "read-reviews",
      handle: async () => ({ json: await verifiedAnswers() }),
    },
    {
      method: "delete",
      path: "/verified-answers/:id",
      verb: "review",
      handle: async ({ who, params }) => ((await desk.retire(params.id ?? "", who.member.staffId)) ? done : missing),
    },
    {
      method: "get",
      path: "/accuracy",
      verb: "read-insights",
      handle: async () => ({ json: await accuracy() }),
    },
  ];
}

async function judged(body: unknown, judge: (review: Review) => Promise<Reviewed | Refusal>): Promise<StaffReply> {
  const sent = read(reviewSchema, body);
  return "reply" in sent ? sent.reply : replyTo(await judge(sent.payload));
}

function replyTo(reviewed: Reviewed | Refusal): StaffReply {
  if (reviewed.ok) return { json: reviewed };
  const { code, message } = reviewed.error;
  return code === "not-found" ? missing : { refused: "invalid", message };
}
