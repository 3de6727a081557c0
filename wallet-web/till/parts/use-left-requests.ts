// The taking back of requests that were left while a customer could still pay them.
import { useEffect } from "preact/hooks";
import { connection } from "../../shared/connection.ts";
import { useStore } from "../../shared/store.ts";
import { takeBackLeft } from "../model/ask.ts";
import { useTill } from "./use-till.ts";

/** As long as one is being paid, nothing tells when that ends. */
const AGAIN_MS = 5_000;

/** At the start, when the connection is back, and now and then while one is left. */
export function useTakingBack(): void {
  const till = useTill();
  const state = useStore(connection);
  const isAsked = useStore(till.requests).length > 0;
  useEffect(() => {
    if (!isAsked) return;
    const takeBack = () => void takeBackLeft(till);
    if (state === "online") takeBack();
    const timer = setInterval(takeBack, AGAIN_MS);
    return () => clearInterval(timer);
  }, [till, state, isAsked]);
}
