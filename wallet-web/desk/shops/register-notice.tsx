// What the trade register says of a shop's number, beside what the shop said. Only a hint: whoever admits it decides.
import { Button } from "../../shared/components/button.tsx";
import { Notice, type NoticeKind } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { RegisterCheck, SchemeShop } from "../app/answers.ts";
import { useRole } from "../app/context.ts";
import { useAct } from "../app/use-act.ts";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";

type Standing = "found" | "differs" | "ended" | "not-found" | "unasked" | "off" | "away";

const LOOKS: Record<Standing, NoticeKind> = {
  found: "good",
  differs: "warn",
  ended: "bad",
  "not-found": "bad",
  unasked: "info",
  off: "info",
  away: "warn",
};

export function RegisterNotice({ schemeId, shop }: { schemeId: Hex; shop: SchemeShop }) {
  const { register, kvkNumber, name } = shop;
  const mayAsk = useRole("validator") && register.canAsk;
  const act = useAct(() => undefined);
  const ask = () =>
    act.run(async () => ({
      path: `/schemes/${schemeId}/shops/${shop.shopId}/register-checks`,
      body: {},
    }));
  const standing = standingOf(register);
  return (
    <Notice kind={LOOKS[standing]} title={text(`register.${standing}`)} testId="register-check">
      <Registered check={register} said={name} standing={standing} />
      <div class="row">
        <a href={kvkLink(kvkNumber)} target="_blank" rel="noopener noreferrer">
          {text("register.look", { number: kvkNumber })}
        </a>
        {mayAsk && (
          <Button look="second" busy={act.busy} onPress={() => void ask()} testId="ask-register">
            {text("register.ask")} <span class="unseen">{name}</span>
          </Button>
        )}
      </div>
      <DeskProblem error={act.error} isUncertain={act.isUncertain} />
    </Notice>
  );
}

function Registered(props: { check: RegisterCheck; said: string; standing: Standing }) {
  const { check, said, standing } = props;
  const { registered, others, at, failedAt } = check;
  return (
    <>
      {registered && (
        <p>
          <span class="strong">{registered.name}</span>
          {[registered.street, registered.place, text(`register.kind.${registered.kind}`)]
            .filter((part) => part !== null)
            .map((part) => `, ${part}`)}
        </p>
      )}
      {standing !== "found" && <p>{text(`register.${standing}.what`, { said })}</p>}
      {others.length > 0 && <p>{text("register.differs.others", { names: others.join(", ") })}</p>}
      {at !== null && <p class="small soft">{text("register.at", { moment: formatMoment(at) })}</p>}
      {at !== null && failedAt !== null && (
        <p class="small soft">{text("register.away.again", { moment: formatMoment(failedAt) })}</p>
      )}
    </>
  );
}

function standingOf({ canAsk, state, isNameSame, failedAt }: RegisterCheck): Standing {
  if (state === "found") return isNameSame ? "found" : "differs";
  if (state !== "unasked") return state;
  if (!canAsk) return "off";
  return failedAt === null ? "unasked" : "away";
}

/** KVK's own page, for whoever wants to see it there. */
const kvkLink = (number: string) => `https://www.kvk.nl/zoeken/?source=all&q=${number}`;
