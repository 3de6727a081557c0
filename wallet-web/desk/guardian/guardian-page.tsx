// What the guardian does and sees: the stop of the scheme, what stands still and why, payments by their code, and what happened.
import { ButtonLink } from "../../shared/components/button.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { useRole, useScheme } from "../app/context.ts";
import { Page } from "../components/page.tsx";
import { text } from "../text.ts";
import { timelinePath } from "../timeline/places.ts";
import { FindPayment } from "./find-payment.tsx";
import { PauseCard } from "./pause-card.tsx";
import { StopTable } from "./stop-table.tsx";

export function GuardianPage() {
  const { schemeId, scheme } = useScheme();
  const maySee = useRole("guardian", "validator");
  const seesScheme = useRole("guardian", "validator", "sponsor");
  return (
    <Page
      title={text("guardian.title")}
      intro={text("guardian.intro")}
      roles={["guardian"]}
      testId="guardian"
    >
      {scheme && (
        <div class="split split-even">
          <PauseCard scheme={scheme} />
          {seesScheme && <SchemeCard />}
        </div>
      )}
      {schemeId && scheme && maySee && (
        <>
          <FindPayment key={`find ${schemeId}`} schemeId={schemeId} />
          <StopTable key={`stops ${schemeId}`} schemeId={schemeId} />
        </>
      )}
      {!(scheme && maySee) && (
        <Notice title={text(scheme ? "households.notYours" : "empty.scheme.what")} />
      )}
    </Page>
  );
}

function SchemeCard() {
  return (
    <section class="card">
      <h2 class="card-title">{text("guardian.scheme")}</h2>
      <p class="soft">{text("guardian.scheme.what")}</p>
      <div class="row">
        <ButtonLink
          look="second"
          icon="clock"
          href={timelinePath("scheme")}
          testId="timeline-scheme"
        >
          {text("timeline.open")}
        </ButtonLink>
      </div>
    </section>
  );
}
