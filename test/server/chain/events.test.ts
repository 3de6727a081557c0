// Every event that the contracts can emit is known to the server, with exactly its arguments.
import { expect } from "chai";
import { loadContracts } from "../../../server/chain/contracts.ts";
import { eventSchemas, IGNORED_EVENTS, isEventName } from "../../../server/chain/events.ts";

describe("events", () => {
  const { ledger, roles, cards, forwarder } = loadContracts();
  const fragments = [ledger, roles, cards, forwarder].flatMap(({ abi }) =>
    abi.fragments.flatMap((fragment) => {
      const event = fragment.type === "event" ? abi.getEvent(fragment.format("sighash")) : null;
      return event && !IGNORED_EVENTS.has(event.name) ? [event] : [];
    }),
  );

  it("each have a schema with the arguments of the ABI", () => {
    for (const { name, inputs } of fragments) {
      const schema = isEventName(name) ? eventSchemas[name] : undefined;
      expect(Object.keys(schema?.shape ?? {}), name).to.have.members(
        inputs.map((input) => input.name),
      );
    }
  });

  it("are all in the ABI", () => {
    expect([...new Set(fragments.map(({ name }) => name))]).to.have.members(
      Object.keys(eventSchemas),
    );
  });
});
