// Reads XML into a tree that knows its lines; no DTD, no entities of its own, nothing fetched, nothing written.
import { SaxesParser } from "saxes";

export type BankFileErrorCode =
  | "not-xml"
  | "truncated"
  | "too-large"
  | "unknown-message"
  | "missing-field"
  | "bad-amount"
  | "wrong-currency"
  | "bad-sum"
  | "bad-date"
  | "bad-iban";

/** A bank's file that can't be used. The message names elements, never what stands in them. */
export class BankFileError extends Error {
  readonly code: BankFileErrorCode;
  /** Line of the file, from 1. */
  readonly line: number;

  constructor(code: BankFileErrorCode, line: number, message: string) {
    super(`${message} (line ${line})`);
    this.name = "BankFileError";
    this.code = code;
    this.line = line;
  }
}

/** A file of a kind that isn't read here; the message says what it is and what is. */
export class UnknownMessageError extends BankFileError {
  readonly found: string;
  readonly accepted: readonly string[];

  constructor(line: number, given: { found: string; accepted: readonly string[] }) {
    const { found, accepted } = given;
    super("unknown-message", line, `The file is ${found}; what is read is ${accepted.join(", ")}.`);
    this.name = "UnknownMessageError";
    this.found = found;
    this.accepted = accepted;
  }
}

/** An element: its name without a prefix, its own text, and the line where it begins. */
export type XmlElement = {
  name: string;
  namespace: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
  line: number;
};

const HIGHEST_BYTES = 20 * 1024 * 1024;
const HIGHEST_DEPTH = 64;

/** @throws {BankFileError} `too-large`, `not-xml`, `truncated` */
export function readXml(bytes: Uint8Array): XmlElement {
  if (bytes.byteLength > HIGHEST_BYTES) {
    throw new BankFileError("too-large", 1, "The file is larger than 20 MB.");
  }
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: XmlElement[] = [];
  const found: { root?: XmlElement } = {};
  parser.on("error", (error) => {
    const isCut = /unclosed|unexpected end|document must contain a root/i.test(error.message);
    throw new BankFileError(
      isCut && open.length > 0 ? "truncated" : "not-xml",
      parser.line,
      "The file is not whole XML.",
    );
  });
  parser.on("doctype", () => {
    throw new BankFileError("not-xml", parser.line, "A bank's file has no document type.");
  });
  // The line of the tag's name, not that of its end.
  let line = 1;
  parser.on("opentagstart", () => {
    line = parser.line;
  });
  parser.on("opentag", (tag) => {
    if (open.length >= HIGHEST_DEPTH) {
      throw new BankFileError("not-xml", parser.line, "The file is nested too deep.");
    }
    const element: XmlElement = {
      name: tag.local,
      namespace: tag.uri,
      attributes: Object.fromEntries(
        Object.values(tag.attributes).map(({ local, value }) => [local, value]),
      ),
      children: [],
      text: "",
      line,
    };
    open.at(-1)?.children.push(element);
    found.root ??= element;
    open.push(element);
  });
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(decode(bytes)).close();
  if (!found.root) throw new BankFileError("not-xml", 1, "The file holds no XML.");
  return found.root;
}

/** UTF-8, or Latin-1 where the file says so: what Dutch banks send. */
function decode(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const encoding = /encoding=["']([^"']+)["']/i.exec(head)?.[1]?.toLowerCase() ?? "utf-8";
  const isLatin = ["iso-8859-1", "latin1", "windows-1252"].includes(encoding);
  if (!isLatin && encoding !== "utf-8" && encoding !== "us-ascii") {
    throw new BankFileError("not-xml", 1, "The file's encoding is neither UTF-8 nor ISO-8859-1.");
  }
  try {
    return new TextDecoder(isLatin ? "windows-1252" : "utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new BankFileError("not-xml", 1, "The file is not text in the encoding that it names.");
  }
}

/** The first child of this name along a path, or null. */
export function find(element: XmlElement, ...path: string[]): XmlElement | null {
  let current: XmlElement | null = element;
  for (const name of path) {
    current = current?.children.find((child) => child.name === name) ?? null;
  }
  return current;
}

/** All children of this name. */
export const all = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name);

/** The text along a path, trimmed; null when it isn't there or empty. */
export function textOf(element: XmlElement, ...path: string[]): string | null {
  return find(element, ...path)?.text.trim() || null;
}

/** @throws {BankFileError} `missing-field` */
export function required(element: XmlElement, ...path: string[]): string {
  const text = textOf(element, ...path);
  if (text !== null) return text;
  throw new BankFileError(
    "missing-field",
    element.line,
    `${path.join("/")} is missing in ${element.name}.`,
  );
}
