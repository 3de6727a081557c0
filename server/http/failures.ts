// Answers what went wrong: known errors with their code, the rest as 500 without detail and with everything in the log.
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { AppError } from "../errors/app-error.ts";
import { asAppError, PROBLEM_MEDIA_TYPE, problemOf } from "./problem.ts";
import { requestIdOf, setProblemCode } from "./request-log.ts";

/** Addresses that no route has. */
export const notFound: RequestHandler = () => {
  throw new AppError("not-found");
};

export function answerFailures(given: {
  log: Logger;
  isUnavailable: (error: unknown) => boolean;
}): ErrorRequestHandler {
  return (thrown: unknown, _request, response, _next) => {
    const failure =
      !(thrown instanceof AppError) && given.isUnavailable(thrown)
        ? new AppError("database-unavailable", {}, { cause: thrown })
        : asAppError(thrown);
    if (failure.status >= 500) {
      given.log.error({ requestId: requestIdOf(response), err: failure }, "request failed");
    }
    sendProblem(response, failure);
  };
}

function sendProblem(response: Response, failure: AppError): void {
  setProblemCode(response, failure.code);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { retryAfterSeconds } = failure.params;
  if (retryAfterSeconds !== undefined) response.set("retry-after", retryAfterSeconds);
  if (failure.status === 503) response.set("retry-after", "5");
  if (failure.status === 401) response.set("www-authenticate", "Bearer");
  response
    .status(failure.status)
    .set("cache-control", "no-store")
    .set("content-type", PROBLEM_MEDIA_TYPE)
    .send(JSON.stringify(problemOf(failure, requestIdOf(response))));
}
