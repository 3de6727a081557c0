// The access matrix of the cards contract.
import { type AccessTown, ANYONE, lacks, NEW_KEY, type Row, roleIdOf, says } from "./access.ts";
import { byCard, cardArgs, LIMITS } from "./cards.ts";
import type { CardsFunction } from "./contracts.ts";
import { signerOf } from "./keys.ts";
import { NO_ID, Reason, Role } from "./terms.ts";

const KEY = signerOf("carl's card");

const lacksAdmin: Row["refusal"] = (town, caller) =>
  says(town.roles, "AccessControlUnauthorizedAccount", caller, roleIdOf(NO_ID, Role.admin));
const allow = ({ cardsAs, sponsor, schemeId }: AccessTown) =>
  cardsAs(sponsor).setCardLimits(schemeId, LIMITS);
const link = async (town: AccessTown) => {
  await allow(town);
  await town.cardsAs(town.validator).linkCard(town.bram.id, KEY.address);
};
const payment = (town: AccessTown) => byCard({ ...town, key: KEY });

export const cardsRows: Record<string, Row> & Partial<Record<CardsFunction, Row>> = {
  setCardLimits: {
    args: ({ schemeId }) => [schemeId, LIMITS],
    allowed: ["sponsor"],
    refusal: lacks(Role.sponsor),
  },
  linkCard: {
    args: ({ bram }) => [bram.id, NEW_KEY],
    allowed: ["validator"],
    refusal: lacks(Role.validator),
    prepare: allow,
  },
  blockCard: {
    args: ({ bram }) => [bram.id, Reason.lostDevice],
    allowed: ["validator", "guardian"],
    refusal: lacks(Role.validator),
    prepare: link,
  },
  unblockCard: {
    args: ({ bram }) => [bram.id, Reason.unspecified],
    allowed: ["validator"],
    refusal: lacks(Role.validator),
    prepare: link,
  },
  removeCard: {
    args: ({ bram }) => [bram.id, Reason.lostDevice],
    allowed: ["validator"],
    refusal: lacks(Role.validator),
    prepare: link,
  },
  offerCoSigner: {
    args: ({ stranger }) => [stranger],
    allowed: ["admin"],
    refusal: lacksAdmin,
  },
  confirmCoSigner: {
    args: ({ stranger }) => [stranger],
    allowed: ["admin"],
    refusal: lacksAdmin,
    prepare: ({ cardsAs, admin, stranger }) => cardsAs(admin).offerCoSigner(stranger),
  },
  // The signatures decide, not who submits.
  payByCard: {
    args: async (town) => [...cardArgs(await payment(town))],
    allowed: ANYONE,
    prepare: link,
  },
  payByCardBatch: {
    args: async (town) => [[await payment(town)]],
    allowed: ANYONE,
    prepare: link,
  },
};
