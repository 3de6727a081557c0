// A QR code as an image of squares: one path, sharp at every size, dark on white whatever the theme.

import { useMemo } from "preact/hooks";
import encodeQR from "qr";

/** Light squares around it; source: ISO/IEC 18004. */
const BORDER = 4;

/**
 * The dark squares as one SVG path, and the side in squares.
 * @param ecc More for what is carried around: a card gets scratched.
 */
export function qrPath(
  text: string,
  ecc: "low" | "quartile" = "low",
): { path: string; side: number } {
  const rows = encodeQR(text, "raw", { ecc, border: BORDER });
  const strokes = rows.flatMap((row, y) => {
    const runs: string[] = [];
    for (let x = 0; x < row.length; x++) {
      const start = x;
      while (row[x]) x++;
      if (x > start) runs.push(`M${start} ${y}h${x - start}v1h${start - x}z`);
    }
    return runs;
  });
  return { path: strokes.join(""), side: rows.length };
}

export function QrImage(props: { text: string; label: string; testId?: string }) {
  const { path, side } = useMemo(() => qrPath(props.text), [props.text]);
  return (
    <div class="qr" data-testid={props.testId} data-qr={props.text}>
      <svg
        viewBox={`0 0 ${side} ${side}`}
        shape-rendering="crispEdges"
        role="img"
        aria-label={props.label}
      >
        <rect width={side} height={side} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
    </div>
  );
}
