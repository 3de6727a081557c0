// The parts of OpenAPI 3.1 that our document uses, strictly: a key that the standard doesn't know is a fault. Source: OAS 3.1.1, section 4.8.
import { z } from "zod";

const reference = z.strictObject({ $ref: z.string().startsWith("#/components/") });
/** JSON Schema of draft 2020-12: any keyword may stand in it. */
const schema = z.union([reference, z.record(z.string(), z.unknown())]);
const content = z.record(z.string().regex(/^[a-z]+\/[a-z.+-]+$/), z.strictObject({ schema }));
const header = z.union([reference, z.strictObject({ description: z.string(), schema })]);
const response = z.strictObject({
  description: z.string().min(1),
  headers: z.record(z.string(), header).optional(),
  content: content.optional(),
});
const security = z.array(
  z.record(z.literal("session"), z.array(z.string())).or(z.strictObject({})),
);

const operation = z.strictObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  tags: z.array(z.string()).length(1),
  summary: z.string().min(1),
  description: z.string().optional(),
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        in: z.enum(["path", "query"]),
        required: z.boolean(),
        schema,
      }),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
  responses: z.record(z.string().regex(/^[2-5][0-9]{2}$/), response),
  security,
});

export const openApi = z.strictObject({
  openapi: z.literal("3.1.1"),
  info: z.strictObject({
    title: z.string(),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
    contact: z.strictObject({ name: z.string(), url: z.url() }),
  }),
  servers: z.array(z.strictObject({ url: z.url() })).min(1),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  paths: z.record(
    z.string().regex(/^(\/([a-z-]+(\.csv)?|\{[a-zA-Z]+\}))+$/),
    z.strictObject({ get: operation, post: operation, delete: operation }).partial(),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[A-Za-z]+$/), schema),
    securitySchemes: z.strictObject({
      session: z.strictObject({
        type: z.literal("http"),
        scheme: z.literal("bearer"),
        description: z.string(),
      }),
    }),
    headers: z.record(z.string(), header),
  }),
});
