// Files from the server and to this computer; the session goes in a header, never in an address.
import { ApiError, errorOfResponse } from "../../shared/problem.ts";
import type { Desk } from "../app/desk.ts";

/** @throws {ApiError} */
export async function fetchFile(desk: Pick<Desk, "session">, path: string): Promise<Blob> {
  for (const renew of [false, true]) {
    const headers = { authorization: `Bearer ${await desk.session.token({ renew })}` };
    const response = await fetch(`/api/v1${path}`, {
      headers,
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

/** Gives a file to the browser to keep. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
