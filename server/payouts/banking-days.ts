// temporary
export const dutchDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
export const dutchDayBounds = (day: string) => ({
  fromMs: Date.parse(day),
  untilMs: Date.parse(day) + 86_400_000,
});
export const executionDate = (given: { nowMs: number; cutOff: string; timeZone: string }) =>
  dutchDay(given.nowMs);
