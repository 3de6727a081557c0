// Opening hours as a shop fills them in: a day is closed, open, or open with a break. The server checks again.
import type { MyShopAnswer, OpeningHours, Place } from "../../shared/api-types.ts";
import { saveShop, type Till } from "./till.ts";

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const satisfies readonly (keyof OpeningHours)[];
export type Weekday = (typeof WEEKDAYS)[number];
type Day = OpeningHours[Weekday];

export const ALWAYS_CLOSED: OpeningHours = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
};

/** What a day begins with when it is opened; the shop changes it. */
const USUAL: Day = [{ from: "09:00", until: "17:30" }];
const LUNCH: Day = [
  { from: "09:00", until: "12:30" },
  { from: "13:30", until: "17:30" },
];

export const withDay = (hours: OpeningHours, day: Weekday, periods: Day): OpeningHours => ({
  ...hours,
  [day]: periods,
});

export const openDay = (hours: OpeningHours, day: Weekday, isOpen: boolean) =>
  withDay(hours, day, isOpen ? USUAL : []);

/** A break in the middle, within the hours that the day has. */
export function withBreak(hours: OpeningHours, day: Weekday, hasBreak: boolean): OpeningHours {
  const [first] = hours[day];
  const last = hours[day].at(-1);
  if (!first || !last) return hours;
  const [morning, afternoon] = LUNCH;
  const split = [
    { from: first.from, until: morning?.until ?? last.until },
    { from: afternoon?.from ?? first.from, until: last.until },
  ];
  return withDay(hours, day, hasBreak ? split : [{ from: first.from, until: last.until }]);
}

/** Monday's hours on the other working days as well. */
export function copyMonday(hours: OpeningHours): OpeningHours {
  const { monday } = hours;
  return { ...hours, tuesday: monday, wednesday: monday, thursday: monday, friday: monday };
}

/** Days whose times don't follow each other. */
export const wrongDays = (hours: OpeningHours): Weekday[] =>
  WEEKDAYS.filter((day) => {
    const times = hours[day].flatMap(({ from, until }) => [from, until]);
    return times.some(
      (time, index) => time === "" || (index > 0 && time <= (times[index - 1] ?? "")),
    );
  });

/** What is sent: null while every day is closed, which no shop is. */
export const toldHours = (hours: OpeningHours): OpeningHours | null =>
  WEEKDAYS.some((day) => hours[day].length > 0) ? hours : null;

/** What families need to go there. */
export type Visit = { hours: OpeningHours; place: Place | null };

/** The owner's word on when the shop is open and where it stands. */
export async function changeVisit(
  till: Till,
  shop: MyShopAnswer,
  { hours, place }: Visit,
): Promise<void> {
  const body = { openingHours: toldHours(hours), place };
  await saveShop(till, await till.api.post<MyShopAnswer>(`/shops/${shop.shopId}/visit`, body));
}
