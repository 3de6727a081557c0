// The question for a mark, in the language that the family reads.
import { spoken } from "../../shared/language.ts";
import { AskMark } from "../../shared/marks/ask-mark.tsx";
import { useStore } from "../../shared/store.ts";
import { markText } from "../languages/mark-texts.ts";
import { useFamily } from "./use-family.ts";

export function AskFamilyMark() {
  const { api, database, deployments } = useFamily();
  const code = useStore(spoken);
  const texts = () => markText(code);
  return (
    <AskMark key={code} given={{ api, database, kind: "family", texts, now: deployments.now }} />
  );
}
