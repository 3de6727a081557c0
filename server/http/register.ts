// Registers the table of routes: each request is checked by its route's schemas on the way in, each answer on the way out.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import type { z } from "zod";
import { AppError } from "../errors/app-error.ts";
import type { Session, Sessions } from "../validator/sessions.ts";
import { fieldsOf } from "./problem.ts";
import { requestIdOf, setRoutePath } from "./request-log.ts";
import { type FileReply, JSON_LIMIT_BYTES, NOTHING, type Route } from "./route.ts";

export const BASE_PATH = "/api/v1";

export function registerRoutes(
  app: Express,
  routes: readonly Route[],
  sessions: Pick<Sessions, "find">,
): void {
  for (const route of routes) {
    app[route.method](
      expressPath(route),
      findSession(route, sessions),
      readBody(route),
      answer(route),
    );
  }
  const methods = Map.groupBy(routes, expressPath);
  for (const [path, known] of methods) {
    app.all(path, (_request: Request, response: Response) => {
      const allowed = known.map((route) => route.method.toUpperCase());
      response.set("allow", [...allowed, ...(allowed.includes("GET") ? ["HEAD"] : [])].join(", "));
      throw new AppError("method-not-allowed");
    });
  }
}

/** `/payments/{paymentId}` → `/api/v1/payments/:paymentId` */
function expressPath(route: Route): string {
  return BASE_PATH + route.path.replace(/\{(\w+)\}/g, ":$1");
}

const sessionsOfRequests = new WeakMap<Request, Session>();

/** Before the body is read: who may not come in doesn't get to send megabytes. */
function findSession(route: Route, sessions: Pick<Sessions, "find">): RequestHandler {
  return async (request, _response, next) => {
    setRoutePath(request, route.path);
    const token = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(request.get("authorization") ?? "")?.[1];
    const session = token === undefined ? null : await sessions.find(token);
    if (session) sessionsOfRequests.set(request, session);
    else if (route.access === "session") {
      const wasGiven = request.get("authorization") !== undefined;
      throw new AppError(wasGiven ? "session-expired" : "session-required");
    }
    next();
  };
}

function readBody(route: Route): RequestHandler {
  if (route.method !== "post") return (_request, _response, next) => next();
  const limit = route.limitBytes ?? JSON_LIMIT_BYTES;
  const types = route.media ?? ["application/json"];
  const read = route.media
    ? express.raw({ limit, type: [...types] })
    : express.json({ limit, type: [...types], strict: true });
  return (request: Request, response: Response, next: NextFunction) => {
    const hasBody =
      request.get("content-length") !== "0" && request.get("content-type") !== undefined;
    if (hasBody && !request.is([...types])) throw new AppError("unsupported-media-type");
    read(request, response, next);
  };
}

function answer(route: Route): RequestHandler {
  const [params, query] = [route.params ?? NOTHING, route.query ?? NOTHING];
  return async (request, response) => {
    const bytes: unknown = request.body;
    const input = {
      params: check(params, { ...request.params }, ""),
      query: check(query, { ...request.query }, ""),
      body: route.media ? {} : check(route.body ?? NOTHING, request.body ?? {}, ""),
      bytes: bytes instanceof Uint8Array ? bytes : new Uint8Array(),
      session: sessionsOfRequests.get(request) ?? null,
      sender: request.ip ?? "",
      requestId: requestIdOf(response),
    };
    // `session` is there when the route asks for one: findSession saw to it.
    const given = input as Parameters<NonNullable<Route["handle"]>>[0];
    if (route.stream) return route.stream(given, response);
    if (route.file) return sendFile(route, response, await route.file(given));
    if (!route.handle) throw new Error(`${route.operationId} has no handler`);
    const reply = await route.handle(given);
    response.set("cache-control", "no-store").status(reply.status ?? 200);
    if (route.answer === undefined) response.end();
    else response.json(route.answer.parse(reply.body));
  };
}

async function sendFile(route: Route, response: Response, file: FileReply): Promise<void> {
  response
    .set("cache-control", "no-store")
    .attachment(file.fileName)
    .set("content-type", route.fileMedia ?? "application/octet-stream");
  if ("bytes" in file) response.end(Buffer.from(file.bytes));
  // A fault on the way breaks the connection: half a file must not look like a whole one.
  else await pipeline(Readable.from(file.pieces), response);
}

function check(schema: z.ZodType, value: unknown, prefix: string): Record<string, unknown> {
  const read = schema.safeParse(value);
  if (!read.success) throw fieldsOf(read.error, prefix);
  return read.data as Record<string, unknown>;
}
