// A piece of work that ends in letters, or closes families: what was sent or has to be sent, and the codes. Kept sealed until the letters
// are printed.
import { groupBy } from "../../shared/group-by.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { ReasonName } from "../../shared/protocol/commands.ts";
import type { SignedRequest } from "../../shared/protocol/sign-command.ts";

/** A family that gets a letter; `code` is empty until its turn comes. */
export type LetterHousehold = {
  clientNumber: string;
  language: string;
  beneficiaryIds: Hex[];
  code: string;
  /** The family has budgets already: these children come to them. */
  joins?: boolean;
  /** Of a family that is closed: no letter. */
  closing?: { householdId: Hex; reason: ReasonName };
};

/** A signed request as JSON has it. */
export type RequestJson = Omit<SignedRequest, "request"> & {
  request: Omit<SignedRequest["request"], "nonce"> & { nonce: string };
};

/**
 * One POST; sent again it is the same request, so that the server answers as the first time. `beside` is what goes with the
 * signed request; without it the signed request itself is the body.
 */
export type Post = { path: string; signed: RequestJson; beside?: Record<string, unknown> };

/**
 * The work is done part by part. planned: no codes yet; ready: codes made and requests signed, perhaps sent; refused: the
 * server said no, so that a next try needs a new signature; done: registered, the letters are good.
 */
export type LetterWorkPart = {
  id: string;
  workId: string;
  kind: "import" | "reissue" | "closing";
  schemeId: Hex;
  createdAt: number;
  index: number;
  parts: number;
  /** What `posts` are built from: the import and its row per household, in the order of `households`. */
  importId?: Hex;
  rows?: number[];
  households: LetterHousehold[];
  state: "planned" | "ready" | "refused" | "done";
  posts: Post[];
};

/** All parts of one piece of work, in order, with how far it is. */
export type LetterWork = {
  workId: string;
  kind: LetterWorkPart["kind"];
  schemeId: Hex;
  createdAt: number;
  parts: LetterWorkPart[];
  households: number;
  householdsDone: number;
  finished: boolean;
};

/** The pieces of work that lie in the vault, oldest first. */
export function groupLetterWork(parts: readonly LetterWorkPart[]): LetterWork[] {
  const byWork = groupBy(parts, (part) => part.workId);
  return [...byWork.entries()]
    .map(([workId, some]) => {
      const sorted = [...some].sort((a, b) => a.index - b.index);
      const first = sorted[0] as LetterWorkPart;
      const done = sorted.filter((part) => part.state === "done");
      return {
        workId,
        kind: first.kind,
        schemeId: first.schemeId,
        createdAt: first.createdAt,
        parts: sorted,
        households: countHouseholds(sorted),
        householdsDone: countHouseholds(done),
        finished: done.length === sorted.length,
      };
    })
    .sort((a, b) => a.createdAt - b.createdAt);
}

/** Whether a piece of work ends in letters. */
export const makesLetters = ({ kind }: Pick<LetterWork, "kind">) => kind !== "closing";

/** The id of a part; sorts as the parts do. */
export function partId(workId: string, index: number): string {
  return `${workId}/${String(index).padStart(6, "0")}`;
}

/** A signed request as it goes into a body. */
export function toRequestJson(signed: SignedRequest): RequestJson {
  return { ...signed, request: { ...signed.request, nonce: signed.request.nonce.toString() } };
}

/** What is sent. */
export function bodyOf(post: Post): unknown {
  return post.beside ? { ...post.beside, request: post.signed } : post.signed;
}

function countHouseholds(parts: readonly LetterWorkPart[]): number {
  return parts.reduce((sum, part) => sum + part.households.length, 0);
}
