// What can be a bank's file, before it is sent.

/** As the server takes them. */
const HIGHEST_BYTES = 20 * 1024 * 1024;

export type BankFileProblem = "many" | "kind" | "large";

/** Why what was dropped can't be a bank's file; null when it can. */
export function bankFileProblem(
  files: readonly Pick<File, "name" | "size">[],
): BankFileProblem | null {
  const [file] = files;
  if (files.length > 1) return "many";
  // Banks name their XML as they like; these are surely something else.
  if (file && /\.(pdf|zip|csv|txt|xlsx?|sta|swi|940)$/i.test(file.name)) return "kind";
  return file && file.size > HIGHEST_BYTES ? "large" : null;
}
