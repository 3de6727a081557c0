// Makes the codes of a part and signs its requests. The codes go into the vault and onto paper, never into a request.
import type { Hex, RandomBytes } from "../../shared/protocol/bytes.ts";
import { type Command, commands } from "../../shared/protocol/commands.ts";
import { createLoginCode, signersOfLoginCode } from "../../shared/protocol/login-code.ts";
import { signCommand } from "../../shared/protocol/sign-command.ts";
import type { Signer } from "../../shared/protocol/signer.ts";
import type { Deployment } from "../../shared/protocol/typed-data.ts";
import { shuffle } from "../import/plan.ts";
import {
  type LetterHousehold,
  type LetterWorkPart,
  type Post,
  type RequestJson,
  toRequestJson,
} from "./letter-work.ts";

/** Whoever signs, where it counts, until when, and by which chance. */
export type Signing = {
  deployment: Deployment;
  signer: Signer;
  /** Unix seconds. */
  deadline: number;
  random: RandomBytes;
};

type Registration = { beneficiaryId: Hex; activationKey: Hex };

/** Gives each household a code and signs what registers or reissues it; a part that has its codes keeps them. */
export async function preparePart(part: LetterWorkPart, signing: Signing): Promise<LetterWorkPart> {
  if (part.state !== "planned") return part;
  if (part.kind === "closing") {
    return { ...part, state: "ready", posts: await closingPosts(part, signing) };
  }
  const households = part.households.map((household) => ({
    ...household,
    code: createLoginCode(signing.random),
  }));
  const registrations = await Promise.all(households.map(registrationsOf));
  const posts =
    part.kind === "import"
      ? [await registrationPost({ part, households, registrations }, signing)]
      : await reissuePosts(registrations.flat(), signing);
  return { ...part, state: "ready", households, posts };
}

/** Signs the same acts again: for a part whose request was refused, or is too old to be taken. */
export async function renewPart(part: LetterWorkPart, signing: Signing): Promise<LetterWorkPart> {
  const posts = await Promise.all(
    part.posts.map(async (post) => {
      const { to, data, gasLimit } = post.signed.request;
      const target: Command["to"] = to === signing.deployment.roles ? "roles" : "ledger";
      return { ...post, signed: await sign({ to: target, data, gasLimit }, signing) };
    }),
  );
  return { ...part, state: "ready", posts };
}

/** One request for all children of the part, in random order: neighbours on the chain are no more siblings than others. */
async function registrationPost(
  given: {
    part: LetterWorkPart;
    households: LetterHousehold[];
    registrations: Registration[][];
  },
  signing: Signing,
): Promise<Post> {
  const { part, households, registrations } = given;
  const command = commands.registerBeneficiaries({
    schemeId: part.schemeId,
    registrations: shuffle(registrations.flat(), signing.random),
  });
  return {
    path: `/schemes/${part.schemeId}/registrations`,
    signed: await sign(command, signing),
    beside: {
      importId: part.importId,
      households: households.map((household, index) => ({
        row: part.rows?.[index],
        beneficiaryIds: household.beneficiaryIds,
      })),
    },
  };
}

/** A request per child; the old code and the old phones die with it. */
function reissuePosts(registrations: Registration[], signing: Signing): Promise<Post[]> {
  return Promise.all(
    registrations.map(async (registration) => ({
      path: "/requests",
      signed: await sign(commands.reissueLoginCode(registration), signing),
    })),
  );
}

/** A request per child; the server refuses it when the family has a child that nobody saw. */
async function closingPosts(part: LetterWorkPart, signing: Signing): Promise<Post[]> {
  const wanted = part.households.flatMap(({ closing, beneficiaryIds }) =>
    closing ? beneficiaryIds.map((id) => ({ ...closing, id, beneficiaryIds })) : [],
  );
  return Promise.all(
    wanted.map(async ({ id, reason, householdId, beneficiaryIds }) => ({
      path: `/schemes/${part.schemeId}/closings`,
      signed: await sign(commands.closeBeneficiary({ beneficiaryId: id, reason }), signing),
      beside: { householdId, beneficiaryIds },
    })),
  );
}

async function registrationsOf(household: LetterHousehold): Promise<Registration[]> {
  const { code, beneficiaryIds } = household;
  const signers = await signersOfLoginCode(code, "beneficiary", beneficiaryIds.length);
  return signers.map((signer, index) => ({
    beneficiaryId: beneficiaryIds[index] as Hex,
    activationKey: signer.address,
  }));
}

async function sign(command: Command, signing: Signing): Promise<RequestJson> {
  return toRequestJson(await signCommand({ ...signing, command }));
}
