// The question for a mark in Dutch, as every sentence of the till; it says that the shop is asked.
import { createTranslator } from "../../shared/i18n.ts";
import { AskMark } from "../../shared/marks/ask-mark.tsx";
import mark from "../../shared/translations/nl/mark.json" with { type: "json" };
import { t } from "../texts.ts";
import { useTill } from "./use-till.ts";

const texts = async () => createTranslator({ ...mark, "mark.why": t("today.mark") });

export function AskShopMark() {
  const { api, database, deployments } = useTill();
  return <AskMark given={{ api, database, kind: "shop", texts, now: deployments.now }} />;
}
