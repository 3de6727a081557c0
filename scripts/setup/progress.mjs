// Prints the steps with their times, few lines; stdout stays untouched when a machine reads it.

const REPORT_EVERY_MS = 15_000;

/**
 * @param {NodeJS.WriteStream} stream where progress goes: stderr when stdout carries machine output
 * @param {{ heading: boolean }} options heading: whether the first step is preceded by a line that explains it
 */
export function createProgress(stream, { heading }) {
  const live = stream.isTTY === true;
  let headingShown = !heading;

  /** @param {number} startedAt */
  const seconds = (startedAt) => `${((Date.now() - startedAt) / 1_000).toFixed(1)} s`;

  /** @param {string} text */
  function note(text) {
    stream.write(`${text}\n`);
  }

  /**
   * Runs one step and prints its name and time; `tick` may add how far it is.
   * @template T @param {string} name @param {(setDetail: (detail: string) => void) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async function step(name, work) {
    if (!headingShown) note("Setting up (this happens once, and again when something changed)");
    headingShown = true;
    const startedAt = Date.now();
    let detail = "";
    const show = () => {
      const line = `  … ${name}  ${seconds(startedAt)}${detail === "" ? "" : `  ${detail}`}`;
      stream.write(live ? `\r\x1b[K${line}` : `${line}\n`);
    };
    if (live) show();
    const timer = setInterval(show, live ? 500 : REPORT_EVERY_MS);
    try {
      const result = await work((text) => {
        detail = text;
      });
      stream.write(`${live ? "\r\x1b[K" : ""}  ✓ ${name}  ${seconds(startedAt)}\n`);
      return result;
    } catch (error) {
      stream.write(`${live ? "\r\x1b[K" : ""}  ✗ ${name}  ${seconds(startedAt)}\n`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  return { note, step };
}

/** @typedef {ReturnType<typeof createProgress>} Progress */
