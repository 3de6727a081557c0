// What the municipality puts on its letters: kept on this device, typed once. Its telephone number is the one that its apps show,
// until somebody types another.
import { useEffect, useState } from "preact/hooks";
import { municipalityPhone } from "../../shared/deployment.ts";
import { useDesk } from "../app/context.ts";

export type LetterSettings = { phone: string; hours: string; sender: string; place: string };

const KEPT = "letter-settings";
const EMPTY: LetterSettings = { phone: "", hours: "", sender: "", place: "" };

/** The settings, and how to change them; null until they are read. */
export function useLetterSettings(): [LetterSettings | null, (next: LetterSettings) => void] {
  const { database } = useDesk();
  const [settings, setSettings] = useState<LetterSettings | null>(null);
  useEffect(() => {
    void database
      .read<LetterSettings>(KEPT)
      .catch(() => null)
      .then((kept) => setSettings({ ...EMPTY, phone: municipalityPhone.get() ?? "", ...kept }));
  }, [database]);
  const change = (next: LetterSettings) => {
    setSettings(next);
    void database.write(KEPT, next);
  };
  return [settings, change];
}
