// Files from the server and to this computer; the session goes in a header, never in an address.
import { ApiError, errorOfResponse } from "../../shared/problem.ts";
import type { Desk } from "../app/desk.ts";

/** @param body When the question goes in a body, and not in the address. @throws {ApiError} */
export async function fetchFile(
  desk: Pick<Desk, "session">,
  path: string,
  body?: object,
): Promise<Blob> {
  for (const renew of [false, true]) {
    const authorization = `Bearer ${await desk.session.token({ renew })}`;
    const response = await fetch(`/api/v1${path}`, {
      ...(body
        ? {
            method: "POST",
            headers: { authorization, "content-type": "application/json" },
            body: JSON.stringify(body),
          }
        : { headers: { authorization } }),
      credentials: "omit",
      cache: "no-store",
    }).catch((cause: unknown) => {
      throw new ApiError({ code: "no-answer", status: 0, cause });
    });
    if (response.ok) return response.blob();
    if (response.status !== 401 || renew) throw await errorOfResponse(response);
  }
  throw new ApiError({ code: "session-expired", status: 401 });
}

/** Some browsers begin to read only after the click, and ask the person first where to put it. */
const KEEP_MS = 120_000;

/** Gives a file to the browser to keep. */
export function saveFile(
  content: Blob,
  name: string,
  later: (act: () => void, ms: number) => unknown = setTimeout,
): void {
  const link = document.createElement("a");
  const address = URL.createObjectURL(content);
  link.href = address;
  link.download = name;
  link.click();
  later(() => URL.revokeObjectURL(address), KEEP_MS);
}

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
