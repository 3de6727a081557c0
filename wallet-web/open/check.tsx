// How to ask the chain oneself: the contract, the chain, and the question as a command that anyone with access to a node can run.
import type { PublicScheme } from "./open-page.tsx";
import { text } from "./text.ts";

export function Check({ chain }: { chain: PublicScheme["chain"] }) {
  const facts = [
    { name: "ledger", value: chain.ledger },
    { name: "chainId", value: String(chain.chainId) },
    { name: "block", value: String(chain.blockNumber) },
  ] as const;
  return (
    <section class="card" aria-labelledby="check" data-testid="open-check">
      <h2 class="card-title" id="check">
        {text("check")}
      </h2>
      <p>{text("check.what")}</p>
      <dl class="open-facts">
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{text(`check.${name}`)}</dt>
            <dd data-testid={`open-${name}`}>{value}</dd>
          </div>
        ))}
      </dl>
      <p>{text("check.how")}</p>
      <p class="open-command">
        <code data-testid="open-command">{commandOf(chain)}</code>
      </p>
      <p>{text("check.answer")}</p>
    </section>
  );
}

/** A call that reads and changes nothing; NODE stands for a node of the chain. */
function commandOf({ ledger, callData, blockNumber }: PublicScheme["chain"]): string {
  const call = { to: ledger, data: callData };
  const question = {
    ...{ jsonrpc: "2.0", id: 1, method: "eth_call" },
    params: [call, `0x${blockNumber.toString(16)}`],
  };
  return `curl -H 'content-type: application/json' -d '${JSON.stringify(question)}' NODE`;
}
