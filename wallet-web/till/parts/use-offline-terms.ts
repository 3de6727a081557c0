// What this till may accept without a connection now, and the sending of what it accepted.
import { useEffect } from "preact/hooks";
import { connection } from "../../shared/connection.ts";
import type { OfflineTerms } from "../../shared/protocol/offline-terms.ts";
import { useStore } from "../../shared/store.ts";
import { isWaiting, sendAccepted } from "../model/offline/queue.ts";
import { acceptedOn, termsOfTill } from "../model/offline/rules.ts";
import { useShop, useTill } from "./use-till.ts";

/** `leftCents`: what may still be accepted today. */
export function useOfflineTerms(): OfflineTerms & { leftCents: bigint } {
  const till = useTill();
  const terms = termsOfTill(useShop(), useStore(till.deployments.store));
  const accepted = acceptedOn(useStore(till.accepted), till.deployments.now());
  const left = terms.perDayCents - accepted;
  return { ...terms, leftCents: left > 0n ? left : 0n };
}

/** A server that answers but can't pay now says nothing when it can again. */
const AGAIN_MS = 20_000;

/** Sends at the start, when the connection is back, and now and then while something waits. */
export function useSendingAccepted(): void {
  const till = useTill();
  const state = useStore(connection);
  const waits = useStore(till.accepted).some(isWaiting);
  useEffect(() => {
    if (!waits) return;
    const send = () => void sendAccepted(till);
    if (state === "online") send();
    const timer = setInterval(send, AGAIN_MS);
    return () => clearInterval(timer);
  }, [till, state, waits]);
}
