// Ends what several test files of a process share, such as a server. Mocha's `after` would end it with the file that began it.
type Work = () => Promise<unknown>;

const LIMIT_MS = 30_000;
const works: Work[] = [];

/** Does this work once, when the process has run the last of its test files. */
export function atEnd(work: Work): void {
  works.push(work);
}

/** For who runs the files. @returns Why a work failed, for each that did; a work that takes too long has failed. */
export async function endAll(): Promise<string[]> {
  const reasons = await Promise.all(works.splice(0).map(reasonOf));
  return reasons.filter((reason) => reason !== undefined);
}

async function reasonOf(work: Work): Promise<string | undefined> {
  let limit: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error("took too long")), LIMIT_MS);
  });
  try {
    await Promise.race([work(), tooLate]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    clearTimeout(limit);
  }
}
