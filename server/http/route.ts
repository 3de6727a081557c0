// What a route is: one row of the table that registers it, documents it and checks what goes in and out.
import type { Response } from "express";
import { z } from "zod";
import type { ErrorCode } from "../errors/table.ts";
import type { Session } from "../validator/sessions.ts";

/** `public`: a session is used when there is one. `session`: without a valid one the answer is 401. */
export type Access = "public" | "session";

export type RouteInput<P, Q, B, A extends Access> = {
  params: P;
  query: Q;
  body: B;
  session: A extends "session" ? Session : Session | null;
  /** Where the request came from, for limits; never logged or kept. */
  sender: string;
  requestId: string;
  /** The body as it came, where `media` isn't JSON. */
  bytes: Uint8Array;
};

/** An answer that is a file to keep. */
export type FileReply = { fileName: string } & (
  | { bytes: Uint8Array }
  /** Made while it is sent, for files of any length. */
  | { pieces: AsyncIterable<string> }
);

/** 200 with the body that the schema describes, unless it says otherwise. */
export type Reply<T> = { status?: number; body: T };

export type RouteSpec<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
  A extends Access,
> = {
  method: "get" | "post" | "delete";
  /** Below /api/v1, in OpenAPI's form: `/payments/{paymentId}`. */
  path: string;
  operationId: string;
  tag: "access" | "family" | "shop" | "desk" | "system";
  summary: string;
  description?: string;
  access: A;
  params?: P;
  query?: Q;
  /** Schema of a JSON body. */
  body?: B;
  /** A body that is no JSON, with its media types. */
  media?: readonly string[];
  limitBytes?: number;
  /** Schema of the answer; without one the answer is empty. */
  answer?: R;
  /** Status of the first answer to a POST that makes something; a replay gets 200. */
  created?: 201;
  errors: readonly ErrorCode[];
  handle?(input: RouteInput<z.output<P>, z.output<Q>, z.output<B>, A>): Promise<Reply<z.input<R>>>;
  /** Instead of `handle`, for an answer that is a file; its media type is `fileMedia`. */
  file?(input: RouteInput<z.output<P>, z.output<Q>, z.output<B>, A>): Promise<FileReply>;
  fileMedia?: string;
  /** Instead of `handle`, for answers that go on: server-sent events. */
  stream?(
    input: RouteInput<z.output<P>, z.output<Q>, z.output<B>, A>,
    response: Response,
  ): Promise<void>;
};

export type Route = RouteSpec<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType, Access>;

export const NOTHING = z.strictObject({});
export const JSON_LIMIT_BYTES = 128 * 1024;

/** Checks a route's types against its schemas, and forgets them: the table holds routes of every shape. */
export function defineRoute<
  R extends z.ZodType,
  A extends Access,
  P extends z.ZodObject = typeof NOTHING,
  Q extends z.ZodObject = typeof NOTHING,
  B extends z.ZodType = typeof NOTHING,
>(spec: RouteSpec<P, Q, B, R, A>): Route {
  return spec as unknown as Route;
}
