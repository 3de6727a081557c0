// Events under each other: the moment, what happened, who did it and why, with ways on to the payment, shop or child in it.
import { formatDate, formatExactTime } from "../../shared/dates.ts";
import { shortCode } from "../../shared/short-code.ts";
import { text } from "../text.ts";
import type { TimelineEvent } from "./answers.ts";
import { type SubjectKind, timelinePath } from "./places.ts";
import { whatElse, whatHappened, whoDidIt } from "./sentence.ts";

type Subject = { kind: SubjectKind; id: string };

export function TimelineList(props: { events: readonly TimelineEvent[]; subject: Subject }) {
  return (
    <ol class="timeline" data-testid="timeline-list">
      {props.events.map((event) => (
        <li key={event.position} class="timeline-event" data-event={event.name}>
          <p class="timeline-when soft small">
            <span>{formatDate(event.at)}</span> <span>{formatExactTime(event.at)}</span>
          </p>
          <div class="timeline-what">
            <p class="strong">{whatHappened(event)}</p>
            <p class="small">{whoDidIt(event.who)}</p>
            {whatElse(event).map((line) => (
              <p key={line} class="soft small breaks">
                {line}
              </p>
            ))}
            <Ways event={event} subject={props.subject} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Ways({ event, subject }: { event: TimelineEvent; subject: Subject }) {
  const ways: [SubjectKind, string | null, string][] = [
    ["payment", event.paymentId, text("timeline.to.payment", code(event.paymentId))],
    ["shop", event.shopId, event.shopName || text("timeline.to.shop")],
    ["child", event.beneficiaryId, text("timeline.to.child", code(event.beneficiaryId))],
  ];
  const others = ways.filter(([, id]) => id !== null && id !== subject.id);
  if (others.length === 0) return null;
  return (
    <p class="row small">
      {others.map(([kind, id, name]) => (
        <a key={kind} href={timelinePath(kind, id ?? "")} data-testid={`way-${kind}`}>
          {name}
        </a>
      ))}
    </p>
  );
}

const code = (id: string | null) => ({ code: id === null ? "" : shortCode(id) });
