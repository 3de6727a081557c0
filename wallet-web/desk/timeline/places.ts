// Where the desk tells what happened: one address for each kind of subject.
import { pathTo } from "../../shared/router.ts";

export const SUBJECTS = ["child", "shop", "payment", "scheme"] as const;
export type SubjectKind = (typeof SUBJECTS)[number];

const QUERIES: Record<SubjectKind, string | null> = {
  child: "beneficiaryId",
  shop: "shopId",
  payment: "paymentId",
  scheme: null,
};

export const isSubjectKind = (kind: string | undefined): kind is SubjectKind =>
  SUBJECTS.some((known) => known === kind);

/** The address of a subject's screen. */
export const timelinePath = (kind: SubjectKind, id?: string) =>
  id === undefined ? pathTo("timeline", kind) : pathTo("timeline", kind, id);

/** What is asked of the server for one page. */
export function timelineQuery(given: {
  kind: SubjectKind;
  id: string;
  before: string | null;
}): string {
  const name = QUERIES[given.kind];
  const query = new URLSearchParams(name === null ? {} : { [name]: given.id });
  if (given.before !== null) query.set("before", given.before);
  return String(query);
}
