// What the sandbox bank plays while everything is being killed: each fault it knows, by the seed.

const always = { times: null };
const paying = { ...always, pathIncludes: "/payment" };
const reading = { ...always, method: "GET", pathIncludes: "/payment" };

/** Kind and how often, in a hundred requests that pay or payments in them. */
const PAYING: readonly [string, number, object?][] = [
  ["drop-request", 5],
  ["drop-answer", 12],
  ["error-after", 7],
  ["answer-late", 3, { delayMs: 3_000 }],
  ["too-many-requests", 3],
  ["session-expired", 2],
  ["wrong-signature", 4],
  ["missing-signature", 3],
  ["html-instead-of-json", 4],
  ["huge-body", 2],
  ["missing-fields", 4],
  ["hidden-from-list", 6, { delayMs: 700 }],
  ["suspended", 4, { delayMs: 1_500 }],
  ["batch-partly-made", 4],
  ["returned-later", 3, { delayMs: 1_500, reason: "AC04" }],
  ["callback-lost", 10],
  ["callback-doubled", 10],
  ["callback-reordered", 10],
  ["too-little-money", 1],
  ["refuse", 1],
];

const READING: readonly [string, number][] = [
  ["drop-answer", 2],
  ["html-instead-of-json", 2],
  ["wrong-signature", 1],
  ["missing-fields", 1],
  ["wrong-currency", 1],
  ["too-many-requests", 1],
];

/** Switches the faults on. The bank writes them into its books, so they outlive it. */
export async function playFaults(bankUrl: string, seed: string): Promise<void> {
  const faults = [
    ...PAYING.map(([kind, percent, more]) => ({
      kind,
      ...paying,
      ...more,
      probability: percent / 100,
    })),
    ...READING.map(([kind, percent]) => ({ kind, ...reading, probability: percent / 100 })),
  ];
  const response = await fetch(`${bankUrl}/_sandbox/faults`, {
    method: "POST",
    body: JSON.stringify({ seed, faults }),
  });
  if (!response.ok) throw new Error(`the bank doesn't know its faults: ${await response.text()}`);
}

/** Switches all off. */
export async function endFaults(bankUrl: string): Promise<void> {
  const response = await fetch(`${bankUrl}/_sandbox/faults`, { method: "DELETE" });
  if (!response.ok) throw new Error("the bank's faults can't be switched off");
}
