// Beneficiaries, their login codes and devices.
import type { Handlers } from "./apply.ts";
import type { Books } from "./books.ts";
import { endCard, endCards } from "./cards.ts";
import { moveMoney } from "./schemes.ts";

type BeneficiaryEvent =
  | "BeneficiaryRegistered"
  | "BeneficiaryToppedUp"
  | "BeneficiaryFrozen"
  | "BeneficiaryUnfrozen"
  | "BeneficiaryClosed"
  | "BeneficiaryExpired"
  | "LoginCodeReissued"
  | "DeviceAdded"
  | "DeviceRemoved";

export const beneficiaryHandlers: Handlers<BeneficiaryEvent> = {
  BeneficiaryRegistered(books, { args, timestamp }) {
    const { schemeId, beneficiaryId, activationKey, amount } = args;
    books.beneficiaries.put({
      beneficiaryId,
      schemeId,
      state: "registered",
      grantedCents: amount,
      balanceCents: amount,
      deviceCount: 0,
      registeredAt: timestamp,
      reason: null,
      topUpCents: null,
      topUpReason: null,
      topUpAt: null,
      unfrozenReason: null,
      unfrozenAt: null,
      hasPaid: false,
      lastUsedAt: null,
    });
    books.activationKeys.put({
      activationKey,
      beneficiaryId,
      schemeId,
      state: "open",
      issuedAt: timestamp,
      usedAt: null,
    });
    moveMoney(books, schemeId, { unallocatedCents: -amount, outstandingCents: amount });
  },
  BeneficiaryToppedUp(books, { args, timestamp }) {
    const beneficiary = books.beneficiaries.get(args.beneficiaryId);
    books.beneficiaries.change(beneficiary, {
      grantedCents: beneficiary.grantedCents + args.amount,
      balanceCents: beneficiary.balanceCents + args.amount,
      topUpCents: args.amount,
      topUpReason: args.reason,
      topUpAt: timestamp,
    });
    moveMoney(books, beneficiary.schemeId, {
      unallocatedCents: -args.amount,
      outstandingCents: args.amount,
    });
  },
  BeneficiaryFrozen(books, { args }) {
    const beneficiary = books.beneficiaries.get(args.beneficiaryId);
    books.beneficiaries.change(beneficiary, { state: "frozen", reason: args.reason });
  },
  BeneficiaryUnfrozen(books, { args, timestamp }) {
    const beneficiary = books.beneficiaries.get(args.beneficiaryId);
    const state = beneficiary.deviceCount === 0 ? "registered" : "active";
    books.beneficiaries.change(beneficiary, {
      ...{ state, reason: null },
      ...{ unfrozenReason: args.reason, unfrozenAt: timestamp },
    });
  },
  BeneficiaryClosed(books, { args }) {
    takeBack(books, args.beneficiaryId, args.returned);
    const beneficiary = books.beneficiaries.get(args.beneficiaryId);
    books.beneficiaries.change(beneficiary, { state: "closed", reason: args.reason });
    endLoginCode(books, args.beneficiaryId, "closed");
  },
  BeneficiaryExpired(books, { args }) {
    takeBack(books, args.beneficiaryId, args.returned);
  },
  LoginCodeReissued(books, { args, timestamp }) {
    const { beneficiaryId, activationKey } = args;
    const beneficiary = books.beneficiaries.get(beneficiaryId);
    const state = beneficiary.state === "active" ? "registered" : beneficiary.state;
    books.beneficiaries.change(beneficiary, { state, deviceCount: 0 });
    endLoginCode(books, beneficiaryId, "replaced");
    endCards(books, beneficiaryId, timestamp);
    for (const device of [...books.devices.all()]) {
      const isAlive = device.beneficiaryId === beneficiaryId && device.removedAt === null;
      if (isAlive) books.devices.change(device, { removedAt: timestamp, lostBy: "reissued" });
    }
    books.activationKeys.put({
      activationKey,
      beneficiaryId,
      schemeId: beneficiary.schemeId,
      state: "open",
      issuedAt: timestamp,
      usedAt: null,
    });
  },
  DeviceAdded(books, { args, timestamp }) {
    const beneficiary = books.beneficiaries.get(args.beneficiaryId);
    const code = books.activationKeys.find(args.by, args.beneficiaryId);
    // The code's own key, while it is open: an activation. Otherwise another device added this one.
    const isActivation = code?.state === "open";
    if (isActivation) books.activationKeys.change(code, { state: "used", usedAt: timestamp });
    // With its first device, a phone or a card.
    const state = beneficiary.state === "registered" ? "active" : beneficiary.state;
    books.beneficiaries.change(beneficiary, { state, deviceCount: beneficiary.deviceCount + 1 });
    use(books, args.beneficiaryId, { hasPaid: false, at: timestamp });
    books.devices.put({
      device: args.device,
      beneficiaryId: args.beneficiaryId,
      addedBy: args.by,
      addedAt: timestamp,
      removedAt: null,
      lostBy: null,
    });
  },
  DeviceRemoved(books, { args, timestamp }) {
    const beneficiary = books.beneficiaries.get(args.beneficiaryId);
    books.beneficiaries.change(beneficiary, { deviceCount: beneficiary.deviceCount - 1 });
    books.devices.change(books.devices.get(args.device), {
      removedAt: timestamp,
      lostBy: "removed",
    });
    endCard(books, args.device, timestamp);
  },
};

/** Notes that somebody paid from an account, or got a device for it. */
export function use(
  books: Books,
  beneficiaryId: string,
  { hasPaid, at }: { hasPaid: boolean; at: number },
): void {
  const beneficiary = books.beneficiaries.get(beneficiaryId);
  books.beneficiaries.change(beneficiary, {
    hasPaid: beneficiary.hasPaid || hasPaid,
    lastUsedAt: Math.max(beneficiary.lastUsedAt ?? at, at),
  });
}

function takeBack(books: Books, beneficiaryId: string, returned: bigint): void {
  const beneficiary = books.beneficiaries.get(beneficiaryId);
  books.beneficiaries.change(beneficiary, {
    grantedCents: beneficiary.grantedCents - returned,
    balanceCents: 0n,
  });
  moveMoney(books, beneficiary.schemeId, {
    outstandingCents: -returned,
    unallocatedCents: returned,
  });
}

/** The code that was open can no longer be used. */
function endLoginCode(books: Books, beneficiaryId: string, state: "replaced" | "closed"): void {
  for (const code of [...books.activationKeys.all()]) {
    if (code.beneficiaryId !== beneficiaryId) continue;
    // A used code's devices died with the reissue: whoever still holds that letter needs the newer one.
    const ends = code.state === "open" || (state === "replaced" && code.state === "used");
    if (ends) books.activationKeys.change(code, { state });
  }
}
