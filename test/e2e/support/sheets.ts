// The sheets that the desk prints, measured as they lie on the paper.
import type { Page } from "playwright-core";

/** Whether all of each sheet is on the paper, and nothing on something else. */
export function measureSheets(desk: Page) {
  return desk.locator(".sheets .sheet").evaluateAll((all) =>
    all.map((sheet) => {
      const parts = [
        ...sheet.querySelectorAll(
          "section, .sheet-start, .sheet-keepsake, .pay-card-cut, .pin-box, .sheet > p",
        ),
      ];
      const boxes = parts.map((part) => part.getBoundingClientRect());
      const { top, height } = sheet.getBoundingClientRect();
      const columns = [...sheet.querySelectorAll("section")].map(
        (section) => section.getBoundingClientRect().bottom,
      );
      const code = sheet.querySelector(".sheet-start, .sheet-keepsake")?.getBoundingClientRect();
      return {
        languages: [...sheet.querySelectorAll("section")].map(({ lang }) => lang).join(),
        // 10 mm at the foot is what a printer can't reach.
        overflow: Math.max(...boxes.map((box) => box.bottom - top)) > height - 38,
        overlap: code !== undefined && Math.max(0, ...columns) > code.top && columns.length > 0,
      };
    }),
  );
}
