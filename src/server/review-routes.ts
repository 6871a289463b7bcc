import { newPhrasingSchema, triedQuestionSchema } from "../protocol/phrasings.ts";
import type {
  AccuracyView,
  Considered,
  Reviewed,
  ReviewQueue,
  SimilarQuestions,
  VerifiedAnswersView,
} from "../protocol/review.ts";
import { type Review, reviewSchema } from "../protocol/staff.ts";
import type { Refusal } from "../protocol/visitor.ts";
import type { PhrasingDesk } from "../review/phrasing-desk.ts";
import type { ReviewDesk } from "../review/review-desk.ts";
import { done, missing, read, type StaffReply, type StaffRoute } from "./staff-api.ts";
import { unkeepable } from "./written-text.ts";

export type ReviewRoutePorts = {
  desk: ReviewDesk;
  verifiedAnswers: () => Promise<VerifiedAnswersView>;
  phrasings: PhrasingDesk;
  similarQuestions: (answerId: string) => Promise<SimilarQuestions>;
  consider: (question: string) => Promise<Considered>;
  queue: () => Promise<ReviewQueue>;
  accuracy: () => Promise<AccuracyView>;
};

/** Verdicts and what came of them. */
export function reviewRoutes(ports: ReviewRoutePorts): StaffRoute[] {
  return [...verdictRoutes(ports), ...verifiedRoutes(ports)];
}

function verdictRoutes({ desk, queue, accuracy }: ReviewRoutePorts): StaffRoute[] {
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
      path: "/accuracy",
      verb: "read-insights",
      handle: async () => ({ json: await accuracy() }),
    },
  ];
}

function verifiedRoutes(ports: ReviewRoutePorts): StaffRoute[] {
  const { desk, verifiedAnswers, phrasings, similarQuestions, consider } = ports;
  return [
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
      method: "post",
      path: "/verified-answers/:id/phrasings",
      verb: "review",
      handle: async ({ who, params, body }) => {
        const sent = read(newPhrasingSchema, body);
        if ("reply" in sent) return sent.reply;
        const unkept = unkeepable(sent.payload);
        return replyTo(unkept ?? (await phrasings.add(params.id ?? "", sent.payload, who.member.staffId)));
      },
    },
    {
      method: "delete",
      path: "/phrasings/:phrasingId",
      verb: "review",
      handle: async ({ who, params }) =>
        (await phrasings.remove(params.phrasingId ?? "", who.member.staffId)) ? done : missing,
    },
    {
      method: "delete",
      path: "/exclusions/:id",
      verb: "review",
      handle: async ({ who, params }) =>
        (await phrasings.readmit(params.id ?? "", who.member.staffId)) ? done : missing,
    },
    {
      method: "get",
      path: "/verified-answers/:id/similar-questions",
      verb: "read-reviews",
      handle: async ({ params }) => ({ json: await similarQuestions(params.id ?? "") }),
    },
    {
      method: "post",
      path: "/tried-questions",
      verb: "read-reviews",
      handle: async ({ body }) => {
        const sent = read(triedQuestionSchema, body);
        return "reply" in sent ? sent.reply : { json: await consider(sent.payload.text) };
      },
    },
  ];
}

async function judged(body: unknown, judge: (review: Review) => Promise<Reviewed | Refusal>): Promise<StaffReply> {
  const sent = read(reviewSchema, body);
  return "reply" in sent ? sent.reply : replyTo(await judge(sent.payload));
}

function replyTo(reviewed: { ok: true } | Refusal): StaffReply {
  if (reviewed.ok) return { json: reviewed };
  const { code, message } = reviewed.error;
  if (code === "not-found") return missing;
  return { refused: code === "conflict" ? "conflict" : "invalid", message };
}
