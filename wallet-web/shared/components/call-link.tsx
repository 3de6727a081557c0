// The municipality's telephone number, beside every sentence that says to call it: one press calls.
import { municipalityPhone } from "../deployment.ts";
import { useStore } from "../store.ts";
import { sharedText } from "../texts.ts";
import { Icon } from "./icon.tsx";

/** Nothing when the municipality gave no number, or this device doesn't know it yet. */
export function CallLink() {
  const phone = useStore(municipalityPhone);
  if (phone === null) return null;
  return (
    <a class="call-link" href={`tel:${phone.replace(/[^+0-9]/g, "")}`} data-testid="call">
      <Icon name="call" size={20} />
      <span>
        {sharedText("call")} <bdi dir="ltr">{phone}</bdi>
      </span>
    </a>
  );
}
