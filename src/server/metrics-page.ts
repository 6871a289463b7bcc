import { createHash, timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";
import type { Metrics } from "./metrics.ts";

/**
 * `/metrics`, for whoever sends the token as `Authorization: Bearer`. Everybody else gets the page that is not there:
 * how busy a help desk is, is nobody's business.
 */
export function metricsPage(metrics: Metrics, token: string): RequestHandler {
  const wanted = digest(`Bearer ${token}`);

  return async (request, response, next) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ""), wanted)) return next();
    const { type, text } = await metrics.page();
    response.setHeader("Content-Type", type);
    response.setHeader("Cache-Control", "no-store");
    response.send(text);
  };
}

/** Of one length whatever was sent, as the comparison in constant time asks for. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
