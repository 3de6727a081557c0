// JSON as bunq's clients expect it: every character above ASCII as \uXXXX.

export function asciiJson(value: unknown): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(value).replace(/[^\u0020-\u007e]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return Uint8Array.from(Buffer.from(text, "ascii"));
}
