// Asks which shops are not paid now; screens that show one shop ask the same.
import type { Hex } from "../../shared/protocol/bytes.ts";
import { useDesk } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import type { BlockList } from "./answers.ts";

/** Null until it is known. */
export function useBlocks(schemeId: Hex): BlockList["blocks"] | null {
  const desk = useDesk();
  const { value } = useLoad<BlockList>(`blocks ${schemeId}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/payee-blocks`, { signal }),
  );
  return value?.blocks ?? null;
}
