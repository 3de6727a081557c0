// Makes Dutch account numbers for the sandbox's own accounts; they pass every check and exist nowhere.

/** `NLkkBUNQ` and ten digits, with the check digits of ISO 13616 (mod 97). */
export function makeIban(accountNumber: bigint): string {
  const digits = accountNumber.toString().padStart(10, "0").slice(-10);
  const letters = [..."BUNQ"].map((letter) => letter.charCodeAt(0) - 55).join("");
  const rest = BigInt(`${letters}${digits}232100`) % 97n;
  return `NL${(98n - rest).toString().padStart(2, "0")}BUNQ${digits}`;
}
