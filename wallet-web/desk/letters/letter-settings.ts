// What the municipality puts on its letters: kept on this device, typed once.
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../app/context.ts";

export type LetterSettings = { phone: string; hours: string; sender: string; place: string };

const KEPT = "letter-settings";
const EMPTY: LetterSettings = { phone: "", hours: "", sender: "", place: "" };

/** The settings, and how to change them; null until they are read. */
export function useLetterSettings(): [LetterSettings | null, (next: LetterSettings) => void] {
  const { database } = useDesk();
  const [settings, setSettings] = useState<LetterSettings | null>(null);
  useEffect(() => {
    database
      .read<LetterSettings>(KEPT)
      .then((kept) => setSettings({ ...EMPTY, ...kept }))
      .catch(() => setSettings(EMPTY));
  }, [database]);
  const change = (next: LetterSettings) => {
    setSettings(next);
    void database.write(KEPT, next);
  };
  return [settings, change];
}
