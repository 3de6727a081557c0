// Which steps a page has: as many as there are sentences for it.
import { text } from "../text.ts";

/** In the order in which they are done; none for a page that explains itself. */
export function stepsOf(page: string): string[] {
  const steps: string[] = [];
  for (;;) {
    const key = `guide.${page}.${steps.length + 1}`;
    if (!text.has(key)) return steps;
    steps.push(text(key));
  }
}
