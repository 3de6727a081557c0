// The question for a mark, as the family app asks it.
import { lazyPart } from "../../shared/app/lazy.tsx";

export const MarkCard = lazyPart(async () => (await import("./ask-family-mark.tsx")).AskFamilyMark);
