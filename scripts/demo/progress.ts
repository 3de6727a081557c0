// Tells what the demonstration does, step by step, with the time each step took.
export type Progress = {
  step: <T>(text: string, work: () => Promise<T>, tell?: (result: T) => string) => Promise<T>;
  note: (text: string) => void;
};

/** Writes to the given line printer. `now` gives milliseconds. */
export function createProgress(given: {
  print: (line: string) => void;
  now: () => number;
}): Progress {
  return {
    step: async (text, work, tell) => {
      const begun = given.now();
      const result = await work();
      const seconds = ((given.now() - begun) / 1000).toFixed(2).padStart(6);
      given.print(`${seconds} s  ${text}${tell ? `: ${tell(result)}` : ""}`);
      return result;
    },
    note: (text) => given.print(`          ${text}`),
  };
}

/** Euros as a Dutch reader writes them, from a string or number of cents: 60000.00 → 60.000,00. */
export function euros(cents: bigint | string): string {
  const value = BigInt(cents);
  const digits = (value < 0n ? -value : value).toString().padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ".");
  return `€ ${value < 0n ? "-" : ""}${whole},${digits.slice(-2)}`;
}
