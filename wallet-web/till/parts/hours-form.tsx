// The week's opening hours: a row per day, with its times once it is open.

import type { OpeningHours } from "../../shared/api-types.ts";
import { Button } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import {
  copyMonday,
  openDay,
  WEEKDAYS,
  type Weekday,
  withBreak,
  withDay,
  wrongDays,
} from "../model/hours.ts";
import { t } from "../texts.ts";

type Props = { hours: OpeningHours; onChange: (hours: OpeningHours) => void };

export function HoursForm({ hours, onChange }: Props) {
  const wrong = wrongDays(hours);
  return (
    <div class="stack stack-tight" data-testid="hours">
      {WEEKDAYS.map((day) => (
        <DayRow
          key={day}
          day={day}
          hours={hours}
          onChange={onChange}
          isWrong={wrong.includes(day)}
        />
      ))}
      {hours.monday.length > 0 && (
        <Button look="second" testId="copy-monday" onPress={() => onChange(copyMonday(hours))}>
          {t("hours.copy")}
        </Button>
      )}
    </div>
  );
}

function DayRow(props: Props & { day: Weekday; isWrong: boolean }) {
  const { day, hours, onChange, isWrong } = props;
  const periods = hours[day];
  const name = t(`hours.${day}`);
  const change = (index: number, part: "from" | "until", value: string) => {
    const changed = periods.map((one, at) => (at === index ? { ...one, [part]: value } : one));
    onChange(withDay(hours, day, changed));
  };
  return (
    <fieldset class="hours-day" data-testid={`hours-${day}`}>
      <legend class="unseen">{name}</legend>
      <label class="hours-open">
        <input
          type="checkbox"
          checked={periods.length > 0}
          onChange={(event) => onChange(openDay(hours, day, event.currentTarget.checked))}
        />
        <span class="strong">{name}</span>
        {periods.length === 0 && <span class="soft">{t("hours.closed")}</span>}
      </label>
      {periods.map((period, index) => (
        <div class="hours-times" key={index}>
          {(["from", "until"] as const).map((part) => (
            <label key={part}>
              <span class="unseen">{t(`hours.${part}`, { day: name })}</span>
              <input
                type="time"
                class="field-input"
                value={period[part]}
                aria-invalid={isWrong}
                data-testid={`hours-${day}-${part}-${index}`}
                onInput={(event) => change(index, part, event.currentTarget.value)}
              />
            </label>
          ))}
        </div>
      ))}
      {periods.length > 0 && (
        <label class="hours-open">
          <input
            type="checkbox"
            checked={periods.length > 1}
            data-testid={`hours-${day}-break`}
            onChange={(event) => onChange(withBreak(hours, day, event.currentTarget.checked))}
          />
          <span class="small">{t("hours.break")}</span>
        </label>
      )}
      {isWrong && (
        <p class="field-error" role="alert">
          <Icon name="alert" size={18} />
          {t("hours.wrong", { day: name })}
        </p>
      )}
    </fieldset>
  );
}
