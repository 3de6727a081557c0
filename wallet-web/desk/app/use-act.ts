// One act of a person: signed once, sent until it is known how it ended. A second press, or a retry, never makes it happen twice.
import { useRef, useState } from "preact/hooks";
import { ApiError } from "../../shared/problem.ts";
import { useDesk } from "./context.ts";
import { noteChange, type Posting } from "./desk.ts";

export type Act = {
  run: (make: () => Promise<Posting>) => Promise<void>;
  busy: boolean;
  error: unknown;
  /** Whether it may have happened: what was filled in must stay as it was until it is known. */
  isUncertain: boolean;
};

/** `onDone` is called once, when the server says that it happened. */
export function useAct(onDone: () => void): Act {
  const desk = useDesk();
  const [state, setState] = useState<Omit<Act, "run">>({
    busy: false,
    error: null,
    isUncertain: false,
  });
  const underWay = useRef<{ posting: Posting | null; busy: boolean }>({
    posting: null,
    busy: false,
  });
  const latestDone = useRef(onDone);
  latestDone.current = onDone;
  const run = async (make: () => Promise<Posting>) => {
    const now = underWay.current;
    if (now.busy) return;
    now.busy = true;
    setState({ busy: true, error: null, isUncertain: now.posting !== null });
    try {
      now.posting ??= await make();
      await desk.api.post(now.posting.path, now.posting.body);
      now.posting = null;
      setState({ busy: false, error: null, isUncertain: false });
      noteChange(desk);
      latestDone.current();
    } catch (error) {
      const isUncertain = error instanceof ApiError && error.isUncertain && now.posting !== null;
      if (!isUncertain) now.posting = null;
      setState({ busy: false, error, isUncertain });
      // Somebody else may have been first: show how it stands now.
      if (!isUncertain) noteChange(desk);
    } finally {
      now.busy = false;
    }
  };
  return { ...state, run };
}
