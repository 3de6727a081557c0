// Names each request and logs how it ended: the route's pattern, never its address, query, body, token or sender.
import { randomUUID } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";

/** What is told of a request when its answer has gone out. */
export type RequestEnd = { method: string; path: string; status: number; seconds: number };

const HEADER = "x-request-id";
const paths = new WeakMap<Request, string>();
const codes = new WeakMap<Response, string>();

export function setRoutePath(request: Request, path: string): void {
  paths.set(request, path);
}

/** The code of the problem that a response carries, for the log. */
export function setProblemCode(response: Response, code: string): void {
  codes.set(response, code);
}

export function requestIdOf(response: Response): string {
  return String(response.getHeader(HEADER) ?? "");
}

/** The name is ours: one from outside could smuggle anything into the log. */
export function logRequests(given: {
  log: Logger;
  onEnd: (end: RequestEnd) => void;
}): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    const start = process.hrtime.bigint();
    response.setHeader(HEADER, requestId);
    response.on("close", () => {
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      const path = paths.get(request) ?? "other";
      const status = response.statusCode;
      const code = codes.get(response);
      given.onEnd({ method: request.method, path, status, seconds });
      given.log.info(
        {
          requestId,
          method: request.method,
          path,
          status,
          ms: Math.round(seconds * 1_000),
          ...(code === undefined ? {} : { code }),
          ...(response.writableFinished ? {} : { aborted: true }),
        },
        "request",
      );
    });
    next();
  };
}
