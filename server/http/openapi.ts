// Writes the OpenAPI document from the same table that registers the routes: what it says is what is checked.
import { z } from "zod";
import { type ErrorCode, errorTable } from "../errors/table.ts";
import { API_VERSION } from "./headers.ts";
import { PROBLEM_MEDIA_TYPE } from "./problem.ts";
import { BASE_PATH } from "./register.ts";
import { NOTHING, type Route } from "./route.ts";
import * as desk from "./schemas/desk.ts";
import * as family from "./schemas/family.ts";
import * as insight from "./schemas/insight.ts";
import * as live from "./schemas/live.ts";
import * as payouts from "./schemas/payouts.ts";
import * as primitives from "./schemas/primitives.ts";
import * as problems from "./schemas/problem.ts";
import * as shop from "./schemas/shop.ts";

type Json = { [key: string]: unknown };

/** Any request can end in one of these. */
const ALWAYS: readonly ErrorCode[] = [
  "invalid-request",
  "internal-error",
  "database-unavailable",
  "method-not-allowed",
];
const WITH_BODY: readonly ErrorCode[] = [
  "malformed-json",
  "request-too-large",
  "unsupported-media-type",
];
const WITH_SESSION: readonly ErrorCode[] = ["session-required", "session-expired"];

const TAGS = {
  access: "Deployment, sessions, signed commands, live events",
  family: "Budgets and payments",
  shop: "Shops, tills, refunds and payouts",
  desk: "The municipality's desk",
  system: "For machines",
};

/** OpenAPI 3.1; source: NLGov REST API Design Rules, /core/doc-openapi. */
export function openApiDocument(routes: readonly Route[], publicOrigin: string): Json {
  const schemas = namedSchemas();
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const operation = { [route.method]: operationOf(route, schemas.nameOf) };
    paths[route.path] = { ...paths[route.path], ...operation };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Kindpakket",
      version: API_VERSION,
      description:
        "Pays local shops from the budget that a municipality gives a child. Amounts are euro cents as text; times are Unix seconds; ids are hexadecimal with 0x. Every refusal is a problem (RFC 9457) with a stable code.",
      license: { name: "EUPL-1.2", identifier: "EUPL-1.2" },
      contact: { name: "Kindpakket", url: `${publicOrigin}/api` },
    },
    servers: [{ url: `${publicOrigin}${BASE_PATH}` }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: {
        session: {
          type: "http",
          scheme: "bearer",
          description: "Token of POST /sessions, good for twelve hours",
        },
      },
      headers: {
        ApiVersion: { description: "Full version of the API", schema: { type: "string" } },
        RequestId: { description: "Name of the request in the log", schema: { type: "string" } },
      },
    },
  };
}

/** Every exported schema under its own name: `paymentAnswer` → `PaymentAnswer`. */
function namedSchemas() {
  const registry = z.registry<{ id: string }>();
  const names = new Map<z.ZodType, string>();
  for (const module of [primitives, problems, family, shop, desk, payouts, insight, live]) {
    for (const [name, schema] of Object.entries(module)) {
      if (!(schema instanceof z.ZodType) || names.has(schema)) continue;
      const id = name.charAt(0).toUpperCase() + name.slice(1);
      names.set(schema, id);
      registry.add(schema, { id });
    }
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: "input",
    uri: (id) => `#/components/schemas/${id}`,
    target: "draft-2020-12",
  });
  const components = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { $schema: _dialect, $id: _id, ...rest } = schema as Json;
      return [name, rest];
    }),
  );
  const nameOf = (schema: z.ZodType): Json => {
    const name = names.get(schema);
    return name === undefined ? inline(schema) : { $ref: `#/components/schemas/${name}` };
  };
  return { components, nameOf };
}

function inline(schema: z.ZodType): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: "input" }) as Json;
  return rest;
}

type NameOf = (schema: z.ZodType) => Json;

function operationOf(route: Route, nameOf: NameOf): Json {
  const parameters = [
    ...parametersOf(route.params ?? NOTHING, "path", nameOf),
    ...parametersOf(route.query ?? NOTHING, "query", nameOf),
  ];
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBodyOf(route, nameOf),
    responses: { ...successOf(route, nameOf), ...refusalsOf(route) },
    security: route.access === "session" ? [{ session: [] }] : [{}, { session: [] }],
  };
}

function parametersOf(schema: z.ZodObject, place: "path" | "query", nameOf: NameOf): Json[] {
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === "path",
    schema: nameOf(field as z.ZodType),
  }));
}

function requestBodyOf(route: Route, nameOf: NameOf): Json {
  if (route.media) {
    const media = route.media.map((type) => [type, { schema: { type: "string" } }]);
    return { requestBody: { required: true, content: Object.fromEntries(media) } };
  }
  if (!route.body) return {};
  const content = { "application/json": { schema: nameOf(route.body) } };
  return { requestBody: { required: true, content } };
}

function successOf(route: Route, nameOf: NameOf): Json {
  const headers = {
    "API-Version": { $ref: "#/components/headers/ApiVersion" },
    "X-Request-Id": { $ref: "#/components/headers/RequestId" },
  };
  if (route.stream) {
    const content = { "text/event-stream": { schema: { type: "string" } } };
    return { 200: { description: "Events, as they come", headers, content } };
  }
  if (route.file) {
    const [media = ""] = (route.fileMedia ?? "application/octet-stream").split(";");
    const content = { [media]: { schema: { type: "string" } } };
    return { 200: { description: "The file", headers, content } };
  }
  if (!route.answer) return { 204: { description: "Done", headers } };
  const content = { "application/json": { schema: nameOf(route.answer) } };
  const repeats = route.created && route.body ? "The first answer again" : "The answer";
  return {
    ...(route.created ? { 201: { description: "Done", headers, content } } : {}),
    ...(route.created && !route.body && !route.media
      ? {}
      : { 200: { description: repeats, headers, content } }),
  };
}

/** One response per status, with the codes it can carry. */
/** Every code that a request to this route can be answered with. */
export function refusalCodes(route: Route): Set<ErrorCode> {
  return new Set<ErrorCode>([
    ...route.errors,
    ...ALWAYS,
    ...(route.body || route.media ? WITH_BODY : []),
    ...(route.access === "session" ? WITH_SESSION : []),
  ]);
}

function refusalsOf(route: Route): Json {
  const byStatus = Map.groupBy(refusalCodes(route), (code) => errorTable[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some.map((code) => `\`${code}\`: ${errorTable[code].cause}`).join("\n\n"),
        content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}
