// The letters of one piece of work, with the numbers that the server gave them.
import { useEffect, useMemo, useState } from "preact/hooks";
import { useDesk } from "../app/context.ts";
import type { LetterWork } from "../codes/letter-work.ts";
import { fetchLetterNumbers } from "../households/fetch.ts";
import { type Letter, lettersOf } from "./letter.ts";

/** `numbersMissing`: the server didn't answer; the letters are good without. */
export function useLetters(work: LetterWork): {
  letters: Letter[] | null;
  numbersMissing: boolean;
} {
  const desk = useDesk();
  const [numbers, setNumbers] = useState<ReadonlyMap<string, number> | null>(null);
  const [numbersMissing, setMissing] = useState(false);
  const { workId, schemeId, householdsDone } = work;
  useEffect(() => {
    let isGone = false;
    numbersOf(desk.api, work).then(
      (found) => {
        if (isGone) return;
        setNumbers(found);
        setMissing(false);
      },
      () => {
        if (isGone) return;
        setNumbers(new Map());
        setMissing(true);
      },
    );
    return () => {
      isGone = true;
    };
  }, [workId, schemeId, householdsDone]);
  const letters = useMemo(
    () => numbers && lettersOf({ work, origin: location.origin, letterNumbers: numbers }),
    [work, numbers],
  );
  return { letters, numbersMissing };
}

function numbersOf(
  api: ReturnType<typeof useDesk>["api"],
  work: LetterWork,
): Promise<ReadonlyMap<string, number>> {
  const beneficiaryIds = work.parts.flatMap((part) =>
    part.households.flatMap((household) => household.beneficiaryIds),
  );
  return fetchLetterNumbers(api, { schemeId: work.schemeId, beneficiaryIds });
}
