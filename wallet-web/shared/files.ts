// Files from the server and to this computer; the session goes in a header, never in an address.
import { ApiError, errorOfResponse } from "./problem.ts";
import type { Session } from "./session.ts";

/** @param body When the question goes in a body, and not in the address. @throws {ApiError} */
export async function fetchFile(
  app: { session: Session },
  path: string,
  body?: object,
): Promise<Blob> {
  for (const renew of [false, true]) {
    const authorization = `Bearer ${await app.session.token({ renew })}`;
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
