// Small pieces of text for the sandbox's page; whatever comes from outside goes through `escapeHtml`.

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const format = new Intl.DateTimeFormat("nl-NL", {
  dateStyle: "short",
  timeStyle: "medium",
  timeZone: "Europe/Amsterdam",
});

/** A moment as HTML, in Dutch time. */
export function dutchTime(iso: string): string {
  return `<time datetime="${escapeHtml(iso)}">${format.format(new Date(iso))}</time>`;
}
