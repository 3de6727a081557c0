// Who hears what while a stream is being opened: a phone that is removed at that very moment hears nothing more.
import { expect } from "chai";
import pino from "pino";
import type { ChainEvent } from "../../../../server/chain/events.ts";
import { createLive, type Live } from "../../../../server/http/live/live.ts";
import type { LiveMessage } from "../../../../server/http/live/messages.ts";
import type { ProjectedListener } from "../../../../server/services.ts";
import type { Database } from "../../../../server/store/database.ts";
import { beneficiaries, devices } from "../../../../server/store/schema/projections.ts";
import type { Hex } from "../../../../wallet-web/shared/protocol/bytes.ts";
import { newId } from "../../../helpers/chain.ts";
import { eventually } from "../../../helpers/eventually.ts";

const phone = (byte: string): Hex => `0x${byte.repeat(20)}`;

describe("Live", () => {
  const beneficiaryId = newId();
  const schemeId = newId();
  let linked: Hex[];
  let release: () => void;
  let opened: Promise<void>;
  let hear: ProjectedListener;
  let live: Live;

  /** Answers with what was true when it was asked, as late as the test wants. */
  const rowsOf = (table: unknown) => {
    if (table === beneficiaries) return [{ schemeId, balanceCents: 1n }];
    return table === devices && linked.length > 0 ? [{ beneficiaryId, schemeId }] : [];
  };
  const select = () => {
    let table: unknown;
    const query = {
      from(of: unknown) {
        table = of;
        return query;
      },
      innerJoin: () => query,
      leftJoin: () => query,
      async where() {
        const rows = rowsOf(table);
        await opened;
        return rows;
      },
    };
    return query;
  };

  beforeEach(() => {
    linked = [phone("01")];
    opened = Promise.resolve();
    const database = { select } as unknown as Database;
    live = createLive({
      services: {
        database,
        projections: {
          onProjected(listener) {
            hear = listener;
            return () => {};
          },
        },
        onPayoutChange: () => () => {},
      },
      parts: { database } as Parameters<typeof createLive>[0]["parts"],
      bus: { announce() {}, listen: () => () => {} },
      log: pino({ level: "silent" }),
    });
  });
  afterEach(() => live.stop());

  const event = (name: "DeviceRemoved" | "BeneficiaryUnfrozen", device: Hex) =>
    ({ name, args: { beneficiaryId, device, by: device } }) as unknown as ChainEvent;
  const follow = async (address: Hex) => {
    const heard: LiveMessage[] = [];
    await live.follow({ addresses: [address], send: (message) => heard.push(message) });
    return heard;
  };

  it("tells a phone what concerns its account", async () => {
    const heard = await follow(phone("01"));

    hear([event("BeneficiaryUnfrozen", phone("01"))]);

    await eventually(() => heard.length === 1);
  });

  it("tells nothing to a phone that was removed while its stream was opened", async () => {
    opened = new Promise((resolve) => {
      release = resolve;
    });
    const opening = follow(phone("01"));
    linked = [];
    hear([event("DeviceRemoved", phone("01"))]);
    release();
    const removed = await opening;

    linked = [phone("02")];
    const other = await follow(phone("02"));
    hear([event("BeneficiaryUnfrozen", phone("02"))]);
    await eventually(() => other.length === 1);

    expect(removed).to.deep.equal([]);
  });
});
