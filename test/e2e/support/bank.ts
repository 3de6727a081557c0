// The sandbox bank's own statement, which shows what really left the municipality's account, and the faults it plays.

export type Movement = { amountCents: string; counterpartyIban: string | null; status: string };

/** Movements between the municipality's account and this one, oldest first. Negative left the municipality. */
export async function movementsOf(bankUrl: string, iban: string): Promise<Movement[]> {
  const response = await fetch(`${bankUrl}/_sandbox/statement`);
  const statement: { accounts: { movements: Movement[] }[] } = await response.json();
  const movements = statement.accounts[0]?.movements ?? [];
  return movements.filter((movement) => movement.counterpartyIban === iban);
}

/** Plays these faults from now on, and no others. */
export async function playFaults(bankUrl: string, ...faults: object[]): Promise<void> {
  const response = await fetch(`${bankUrl}/_sandbox/faults`, {
    method: "POST",
    body: JSON.stringify({ seed: "1", faults }),
  });
  if (!response.ok) throw new Error(`the sandbox bank said ${response.status}`);
}
