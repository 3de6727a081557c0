// The sandbox bank's own statement: what really left the municipality's account.

export type Movement = { amountCents: string; counterpartyIban: string | null; status: string };

/** Movements between the municipality's account and this one, oldest first. Negative left the municipality. */
export async function movementsOf(bankUrl: string, iban: string): Promise<Movement[]> {
  const response = await fetch(`${bankUrl}/_sandbox/statement`);
  const statement: { accounts: { movements: Movement[] }[] } = await response.json();
  const movements = statement.accounts[0]?.movements ?? [];
  return movements.filter((movement) => movement.counterpartyIban === iban);
}
