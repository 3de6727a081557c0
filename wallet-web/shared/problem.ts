// What goes wrong between this device and the server, as one error with a code that has a sentence.
import { fill, type Params, placesIn } from "./i18n.ts";
import { formatCents } from "./money.ts";
import { sharedText } from "./texts.ts";

type Sentences = Readonly<Record<string, string>>;

const dutchSentences = async (): Promise<Sentences> =>
  (await import("./translations/nl/errors.json", { with: { type: "json" } })).default;

/** The sentences of the server's codes: fetched with the first error, because most visits never need one. */
let sentences: Sentences = {};
let source = dutchSentences;

export async function loadSentences(): Promise<void> {
  const asked = source;
  try {
    const table = await asked();
    if (asked === source) sentences = table;
  } catch {
    // Without them every error has the sentence of the unexpected.
  }
}

/** Where the sentences come from in another language; those of an error that shows already come at once. */
export async function takeSentencesFrom(load: () => Promise<Sentences>): Promise<void> {
  const hadSome = Object.keys(sentences).length > 0;
  source = load;
  sentences = {};
  if (hadSome) await loadSentences();
}

/** Codes that no server sends: the device itself saw it. Their sentences are in `shared.json`, as `problem.<code>`. */
export type LocalCode = "offline" | "no-answer" | "storage-full" | "unexpected";

/** One wrong field: a JSON Pointer to it, and what is wrong. */
export type FieldProblem = { pointer: string; code: string };

/** `status` is 0 when there was no answer. `params` are the numbers that explain a refusal. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  readonly status: number;
  readonly params: Readonly<Record<string, string>>;
  /** The fields that are to blame, if any. */
  readonly fields: readonly FieldProblem[];

  constructor(given: {
    code: string;
    status: number;
    params?: Record<string, string>;
    fields?: readonly FieldProblem[];
    cause?: unknown;
  }) {
    super(given.code, { cause: given.cause });
    this.code = given.code;
    this.status = given.status;
    this.params = given.params ?? {};
    this.fields = given.fields ?? [];
  }

  /** Whether the act may have happened all the same: no answer, or the server couldn't tell. */
  get isUncertain(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

/** What a person reads: what happened, and what to do now. */
export type ProblemText = { title: string; todo: string };

/** The sentences of an error; of one without its own, those of the unexpected. */
export function problemText(error: unknown): ProblemText {
  const known = error instanceof ApiError ? error : null;
  const code = isStorageFull(error) ? "storage-full" : (known?.code ?? "unexpected");
  const filled = fill(sentenceOf(code), readableParams(known?.params ?? {}));
  // A number that the sentence needs and that nobody sent: better to say less than to show its name.
  const sentence = placesIn(filled).length > 0 ? sentenceOf("unexpected") : filled;
  const end = sentence.search(/[.!?] /);
  if (end < 0) return { title: sentence, todo: "" };
  return { title: sentence.slice(0, end + 1), todo: sentence.slice(end + 2) };
}

/** Whether this device has no room left for what has to be kept; source: Web IDL, `QuotaExceededError`. */
function isStorageFull(error: unknown): boolean {
  const cause = error instanceof ApiError ? error.cause : error;
  return cause instanceof DOMException && cause.name === "QuotaExceededError";
}

function sentenceOf(code: string): string {
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  if (sentence !== undefined) return sentence;
  const key = `problem.${code}`;
  return sharedText.has(key) ? sharedText(key) : sharedText("problem.unexpected");
}

/** Amounts in a refusal come as cents; a person reads euros. */
export function readableParams(params: Readonly<Record<string, string>>): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      name.endsWith("Cents") && /^-?\d+$/.test(value) ? formatCents(BigInt(value)) : value,
    ]),
  );
}

/** The answer's body as an error, its sentences at hand; source: RFC 9457. */
export async function errorOfResponse(response: Response): Promise<ApiError> {
  await loadSentences();
  const body: unknown = await response.json().catch(() => null);
  const problem =
    typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  return new ApiError({
    code: typeof problem.code === "string" ? problem.code : "unexpected",
    status: response.status,
    params: textValues(problem.params),
    fields: Array.isArray(problem.errors) ? (problem.errors as FieldProblem[]) : [],
  });
}

function textValues(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
}
