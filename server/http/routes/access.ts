// Routes for everyone who holds a key: the deployment, sessions, signed commands, role offers, login codes.
import { z } from "zod";

import { authorityOf } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";

import { defineRoute, type Route } from "../route.ts";
import { requestAnswer, roleOffersAnswer } from "../schemas/desk.ts";
import {
  activationLookupAnswer,
  activationLookupBody,
  challengeAnswer,
  deploymentAnswer,
  sessionAnswer,
  sessionBody,
} from "../schemas/family.ts";
import { address, signedRequest } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";

export function accessRoutes(parts: RouteParts): Route[] {
  const { services, office, limits } = parts;
  const { sessions, schemes, now } = office;
  return [
    defineRoute({
      method: "get",
      path: "/deployment",
      operationId: "getDeployment",
      tag: "access",
      summary: "Contracts, operator's account, clock and schemes of this municipality",
      access: "public",
      answer: deploymentAnswer,
      errors: [],
      handle: async () => ({
        body: {
          municipality: services.config.municipality,
          phone: services.config.municipalityPhone,
          ...services.deployment,
          operator: services.operator,
          now: now(),
          schemes: await schemes.list(),
        },
      }),
    }),
    defineRoute({
      method: "post",
      path: "/session-challenges",
      operationId: "createSessionChallenge",
      tag: "access",
      summary: "A challenge to sign, good for five minutes and one session",
      access: "public",
      answer: challengeAnswer,
      created: 201,
      errors: ["too-many-requests"],
      handle: async ({ sender }) => {
        limits.challenge(sender);
        return { status: 201, body: sessions.challenge() };
      },
    }),
    ...sessionRoutes(parts),
    defineRoute({
      method: "post",
      path: "/requests",
      operationId: "relayRequest",
      tag: "access",
      summary: "Relays a signed command to the ledger, the roles or the cards contract",
      description:
        "For every function without an address of its own. Sent again, the same command gets its first answer.",
      access: "public",
      body: signedRequest,
      answer: requestAnswer,
      errors: [
        "command-mismatch",
        "signature-invalid",
        "signer-mismatch",
        "request-expired",
        "role-missing",
        "refund-above-payment",
        "chain-unavailable",
      ],
      handle: async ({ body }) => ({ body: await office.request(body) }),
    }),
    ...lookUpRoutes(parts),
  ];
}

function lookUpRoutes({ office, limits }: RouteParts): Route[] {
  const { accounts } = office;
  return [
    defineRoute({
      method: "get",
      path: "/role-offers/{candidate}",
      operationId: "listRoleOffers",
      tag: "access",
      summary: "Roles that an account, often the key of an enrolment link, can accept",
      access: "public",
      params: z.strictObject({ candidate: address }),
      answer: roleOffersAnswer,
      errors: ["too-many-requests"],
      handle: async ({ params, sender }) => {
        limits.lookUp(sender, [params.candidate]);
        return { body: await accounts.offersTo(params.candidate) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/activation-lookups",
      operationId: "lookUpActivation",
      tag: "family",
      summary: "The accounts that the keys of a login code stand for",
      access: "public",
      body: activationLookupBody,
      answer: activationLookupAnswer,
      errors: ["too-many-requests"],
      handle: async ({ body, sender }) => {
        limits.lookUp(sender, body.activationKeys);
        return { body: await accounts.lookUp(body.activationKeys) };
      },
    }),
  ];
}

function sessionRoutes({ services, office, limits }: RouteParts): Route[] {
  const show = async (token: string, session: Session) => {
    const authority = await authorityOf(services.database, session.addresses);
    return {
      token,
      expiresAt: session.expiresAt,
      addresses: [...session.addresses],
      roles: authority.roles,
      beneficiaryIds: authority.beneficiaries.map((one) => one.beneficiaryId),
      shops: authority.shops,
    };
  };
  return [
    defineRoute({
      method: "post",
      path: "/sessions",
      operationId: "createSession",
      tag: "access",
      summary: "Opens a session for the keys of one device that each sign the challenge",
      access: "public",
      body: sessionBody,
      answer: sessionAnswer,
      created: 201,
      errors: ["challenge-invalid", "signature-invalid", "signer-mismatch", "too-many-requests"],
      handle: async ({ body, sender }) => {
        limits.session(sender, body.proofs[0]?.publicKey.x ?? "");
        const { token, session } = await office.sessions.open(body);
        return { status: 201, body: await show(token, session) };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/sessions/current",
      operationId: "endSession",
      tag: "access",
      summary: "Ends the session of the token",
      access: "session",
      errors: [],
      handle: async ({ session }) => {
        await office.sessions.end(session);
        return { status: 204, body: undefined };
      },
    }),
  ];
}
