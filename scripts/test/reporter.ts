// Mocha's spec output, with the counts kept for the test runner; prints nothing of its own.
import Mocha from "mocha";
import type { Counts } from "./counts.ts";

/** A reporter class for one run of Mocha, and the counts it fills. */
export function countingReporter(): { counts: Counts; Reporter: typeof Mocha.reporters.Spec } {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

  class CountingSpec extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      runner.on("pass", () => {
        counts.passed += 1;
      });
      runner.on("fail", (test) => {
        counts.failed += 1;
        counts.failures.push(test.titlePath().join(" › "));
      });
      runner.on("pending", () => {
        counts.skipped += 1;
      });
    }
  }

  return { counts, Reporter: CountingSpec };
}
