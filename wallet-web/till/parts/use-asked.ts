// What a customer was to pay in all, where a part of it was paid here; null when all of it was.
import { useEffect, useState } from "preact/hooks";
import { readAsked } from "../model/charge.ts";
import { useTill } from "./use-till.ts";

export function useAsked(paymentId: string): bigint | null {
  const till = useTill();
  const [asked, setAsked] = useState<bigint | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void readAsked(till, paymentId).then((read) => isCurrent && setAsked(read));
    return () => {
      isCurrent = false;
    };
  }, [till, paymentId]);
  return asked;
}
