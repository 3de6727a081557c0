// The question for a mark, as the family app asks it.
import { lazyPart } from "../../shared/app/lazy.tsx";
import { useFamily } from "./use-family.ts";

const AskMark = lazyPart(async () => (await import("../../shared/marks/ask-mark.tsx")).AskMark);

export function MarkCard() {
  const { api, database, deployments } = useFamily();
  return <AskMark given={{ api, database, kind: "family", now: deployments.now }} />;
}
