// Texts as tests compare them.

/** Without the differences that nobody sees: non-breaking spaces, line ends. */
export const plain = (text: string | null): string => (text ?? "").replace(/\s+/g, " ").trim();
