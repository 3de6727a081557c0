// One event of the chain in plain words: what happened, who did it, and what else is worth knowing.
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { shortCode } from "../../shared/short-code.ts";
import { text } from "../text.ts";
import type { TimelineEvent } from "./answers.ts";

/** What happened, as one sentence. */
export function whatHappened(event: TimelineEvent): string {
  const key = `timeline.event.${event.name}`;
  if (!text.has(key)) throw new Error(`no sentence for ${event.name}`);
  return text(key, {
    amount: event.amountCents === null ? "" : formatCents(BigInt(event.amountCents)),
    shop: event.shopName || text("timeline.aShop"),
    role: event.role === null ? "" : text(`role.${event.role}`).toLowerCase(),
  });
}

/** Whose act it was: the task or the kind of device, and the device's short code. */
export function whoDidIt({ kind, roles, device }: TimelineEvent["who"]): string {
  const names = roles.map((role) => text(`role.${role}`));
  const who =
    names.length > 0
      ? new Intl.ListFormat("nl-NL", { type: "disjunction" }).format(names)
      : text(`timeline.who.${kind}`);
  return device === null ? who : text("timeline.who.device", { who, device: shortCode(device) });
}

/** The lines below: why, in whose words, and from when on. */
export function whatElse(event: TimelineEvent): string[] {
  const { name, reason, note, bankReason, code, readyAt, about, who } = event;
  return [
    reason !== null && text("timeline.reason", { reason: text(`reason.${reason}`) }),
    note !== null && text("timeline.note", { note }),
    bankReason !== null && text("payouts.said", { code: bankReason }),
    code !== null && text("timeline.code", { code }),
    about !== null &&
      about !== who.device &&
      text(name === "PaymentMade" ? "timeline.till" : "timeline.about", {
        device: shortCode(about),
      }),
    readyAt !== null && text("timeline.readyAt", { moment: formatMoment(readyAt) }),
  ].filter((line) => line !== false);
}
