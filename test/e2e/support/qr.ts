// Reads the QR on a screen as a camera would: from the picture, not from the page's own words.
import { inflateSync } from "node:zlib";
import type { Locator } from "playwright-core";
import decodeQR from "qr/decode.js";

type Picture = { width: number; height: number; data: Uint8Array };

const PNG_HEADER_BYTES = 8;
const TRUE_COLOUR = 2;
const TRUE_COLOUR_WITH_ALPHA = 6;

/** The text of the QR that an element shows. @throws when there is none that can be read. */
export async function readQr(element: Locator): Promise<string> {
  return decodeQR(decodePng(await element.screenshot()));
}

/** Decodes a PNG as a browser's screenshot is: 8 bits, true colour, not interlaced. Source: PNG (Third Edition), 9. */
export function decodePng(file: Uint8Array): Picture {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let header = { width: 0, height: 0, channels: 0 };
  const parts: Uint8Array[] = [];
  for (let at = PNG_HEADER_BYTES; at < file.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const body = at + 8;
    if (type === "IHDR") {
      const colourType = view.getUint8(body + 9);
      if (![TRUE_COLOUR, TRUE_COLOUR_WITH_ALPHA].includes(colourType)) {
        throw new Error(`a picture of colour type ${colourType}`);
      }
      const channels = colourType === TRUE_COLOUR ? 3 : 4;
      header = { width: view.getUint32(body), height: view.getUint32(body + 4), channels };
    }
    if (type === "IDAT") parts.push(file.subarray(body, body + length));
    at = body + length + 4;
  }
  return unfilter(header, inflateSync(Buffer.concat(parts)));
}

function unfilter(
  { width, height, channels }: { width: number; height: number; channels: number },
  raw: Uint8Array,
): Picture {
  const stride = width * channels;
  const data = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] as number;
    for (let x = 0; x < stride; x++) {
      const here = y * stride + x;
      const left = x >= channels ? (data[here - channels] as number) : 0;
      const above = y > 0 ? (data[here - stride] as number) : 0;
      const corner = x >= channels && y > 0 ? (data[here - stride - channels] as number) : 0;
      const predicted = predict(filter, { left, above, corner });
      data[here] = ((raw[y * (stride + 1) + 1 + x] as number) + predicted) & 0xff;
    }
  }
  return { width, height, data };
}

function predict(
  filter: number,
  { left, above, corner }: { left: number; above: number; corner: number },
): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const estimate = left + above - corner;
  const [a, b, c] = [left, above, corner].map((one) => Math.abs(estimate - one)) as [
    number,
    number,
    number,
  ];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}
