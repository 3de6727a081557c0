// The question for a mark, as the till asks it: beside the day's payments, never over a customer's.
import { lazyPart } from "../../shared/app/lazy.tsx";
import { useTill } from "./use-till.ts";

const AskMark = lazyPart(async () => (await import("../../shared/marks/ask-mark.tsx")).AskMark);

export function MarkCard() {
  const { api, database, deployments } = useTill();
  return <AskMark given={{ api, database, kind: "shop", now: deployments.now }} />;
}
