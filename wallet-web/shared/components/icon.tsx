// The icons: our own lines on a 24-unit square. Always beside words or a label, so they are hidden from screen readers.

const PATHS = {
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  down: "M5 9l7 7 7-7",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l5 5L19.5 7",
  alert: "M12 8v5M12 16.5v.5M12 3l9.5 17h-19z",
  info: "M12 11v6M12 7.5V8M12 21a9 9 0 100-18 9 9 0 000 18z",
  clock: "M12 7v5l3.5 2M12 21a9 9 0 100-18 9 9 0 000 18z",
  offline:
    "M4 4l16 16M8.5 8.8A10 10 0 004 11.5M7 15a7 7 0 013-2M12 19v.5M12.5 7.5A11 11 0 0120 11.5",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM17.5 17.5H20V20h-2.5zM20 14v.5M14 20v-.5",
  scan: "M4 8V5a1 1 0 011-1h3M16 4h3a1 1 0 011 1v3M20 16v3a1 1 0 01-1 1h-3M8 20H5a1 1 0 01-1-1v-3M4 12h16",
  camera:
    "M4 8h3l1.5-2.5h7L17 8h3a1 1 0 011 1v9a1 1 0 01-1 1H4a1 1 0 01-1-1V9a1 1 0 011-1zM12 16.5a3.5 3.5 0 100-7 3.5 3.5 0 000 7z",
  torch: "M8 3h8v4l-2 3v11h-4V10L8 7zM12 13v2",
  backspace: "M9 6h11v12H9l-6-6zM12.5 9.5l5 5M17.5 9.5l-5 5",
  home: "M4 11l8-7 8 7v8a1 1 0 01-1 1h-4v-6H9v6H5a1 1 0 01-1-1z",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.5M4 12h.5M4 18h.5",
  shop: "M4 10v9a1 1 0 001 1h14a1 1 0 001-1v-9M3 9l2-5h14l2 5a3 3 0 01-6 0 3 3 0 01-6 0 3 3 0 01-6 0zM10 20v-5h4v5",
  till: "M6 3h12v6H6zM4 9h16v11a1 1 0 01-1 1H5a1 1 0 01-1-1zM8 13h.5M12 13h.5M16 13h.5M8 17h.5M12 17h.5M16 17h.5",
  euro: "M18 6.5A7 7 0 107 17.5a7 7 0 0011 0M4 10.5h9M4 14h8",
  refund: "M9 6L4 11l5 5M4 11h10a6 6 0 016 6v1",
  phone: "M8 3h8a1 1 0 011 1v16a1 1 0 01-1 1H8a1 1 0 01-1-1V4a1 1 0 011-1zM11 18h2",
  call: "M5 4h4l2 5-2.500 1.500a11 11 0 005 5L15 13l5 2v4a1 1 0 01-1 1A15 15 0 014 5a1 1 0 011-1z",
  people:
    "M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.5a3.5 3.5 0 010 6M17.5 14.5c2.2.8 3.5 2.9 3.5 5.5",
  letter: "M4 6h16v12H4zM4 7l8 6 8-6",
  pencil: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  plus: "M12 5v14M5 12h14",
  print: "M7 9V4h10v5M7 17H4v-7a1 1 0 011-1h14a1 1 0 011 1v7h-3M7 14h10v6H7z",
  upload: "M12 16V4M7 9l5-5 5 5M4 20h16",
  bank: "M4 9l8-5 8 5zM6 10v7M10 10v7M14 10v7M18 10v7M4 20h16",
  eye: "M2 12s3.500-6.500 10-6.500S22 12 22 12s-3.500 6.500-10 6.500S2 12 2 12zM12 15a3 3 0 100-6 3 3 0 000 6z",
  search: "M10.500 17a6.500 6.500 0 100-13 6.500 6.500 0 000 13zM15.200 15.200L20 20",
  chart: "M5 20v-8M12 20V4M19 20v-5",
  language:
    "M12 21a9 9 0 100-18 9 9 0 000 18zM3 12h18M12 3c3 2.500 4 5.500 4 9s-1 6.500-4 9M12 3c-3 2.500-4 5.500-4 9s1 6.500 4 9",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3",
  sun: "M12 16a4 4 0 100-8 4 4 0 000 8zM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1 1M17.4 17.4l1 1M5.6 18.4l1-1M17.4 6.6l1-1",
} as const;

export type IconName = keyof typeof PATHS;

/** What points the way that is read, and so turns with it. */
const TURNING: ReadonlySet<IconName> = new Set(["back", "next", "list", "refund"]);

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      class={TURNING.has(name) ? "icon-turns" : undefined}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark of Kindpakket: a parcel that is a smile. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="10" fill="var(--brand)" />
      <path d="M8 13.5h16v8.5a3 3 0 01-3 3H11a3 3 0 01-3-3z" fill="#fff" />
      <path
        d="M12.2 18.2c1 2.4 6.6 2.4 7.6 0"
        fill="none"
        stroke="var(--brand)"
        stroke-width="2"
        stroke-linecap="round"
      />
      <path
        d="M16 11.5c-4.5 0-6-1.2-6-2.8S12.400 6 16 11.5c3.600-5.500 6-4.400 6-2.800s-1.500 2.800-6 2.800z"
        fill="var(--accent)"
      />
    </svg>
  );
}
