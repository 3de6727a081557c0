// The stacks of letters that wait in this browser.
import { ButtonLink } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { EmptyState, Tag } from "../../shared/components/layout.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk, useRole } from "../app/context.ts";
import { type LetterWork, makesLetters } from "../codes/letter-work.ts";
import { Page } from "../components/page.tsx";
import { text } from "../text.ts";
import { WorkProgressBar } from "./work-progress.tsx";

export function LettersPage() {
  const { work } = useStore(useDesk().letterWork.state);
  const mayMake = useRole("validator");
  const unfinished = work.filter((one) => !one.finished);
  const printable = work.filter((one) => makesLetters(one) && one.householdsDone > 0).reverse();
  return (
    <Page
      title={text("letters.title")}
      intro={text("letters.intro")}
      roles={["validator"]}
      testId="letters"
    >
      {unfinished.map((one) => (
        <WorkProgressBar key={one.workId} work={one} />
      ))}
      {printable.length > 0 && (
        <ul class="list">
          {printable.map((one) => (
            <Stack key={one.workId} work={one} />
          ))}
        </ul>
      )}
      {printable.length + unfinished.length === 0 && (
        <section class="card">
          <EmptyState icon="letter" title={text("letters.none")}>
            <p class="soft">{text("letters.none.what")}</p>
            {mayMake && (
              <div class="row">
                <ButtonLink href={pathTo("households", "add")}>{text("households.add")}</ButtonLink>
                <ButtonLink look="second" href={pathTo("households")}>
                  {text("letters.toHouseholds")}
                </ButtonLink>
              </div>
            )}
          </EmptyState>
        </section>
      )}
      <p class="soft small final-soft">
        <Icon name="lock" size={18} /> {text("letters.here")}
      </p>
    </Page>
  );
}

function Stack({ work }: { work: LetterWork }) {
  return (
    <li class="list-row" data-testid="letter-stack">
      <span class="list-icon">
        <Icon name="letter" />
      </span>
      <span class="list-main">
        <span class="strong">{text.count("letters.stack", work.householdsDone)}</span>
        <span class="soft small">
          {text(work.kind === "reissue" ? "letters.stack.reissue" : "letters.stack.import", {
            moment: formatMoment(work.createdAt),
          })}
        </span>
      </span>
      <Tag kind="warn">{text("letters.waiting")}</Tag>
      <ButtonLink look="second" icon="print" href={pathTo("letters", work.workId)}>
        {text("letters.open")}
      </ButtonLink>
    </li>
  );
}
