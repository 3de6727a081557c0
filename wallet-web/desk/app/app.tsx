// The desk as a whole: opens it, and shows the screen that the address names.
import { useEffect, useState } from "preact/hooks";
import { takeLinkValue, useRoute } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { AccessPage } from "../access/access-page.tsx";
import { CardPage } from "../cards/card-page.tsx";
import { DeskProblem } from "../components/problem.tsx";
import { EnrolPage } from "../enrol/enrol-page.tsx";
import { NoRolePage } from "../enrol/no-role-page.tsx";
import { GuardianPage } from "../guardian/guardian-page.tsx";
import { HouseholdsPage } from "../households/households-page.tsx";
import { ImportPage } from "../import/import-page.tsx";
import { InsightPage } from "../insight/insight-page.tsx";
import { LettersPage } from "../letters/letters-page.tsx";
import { PrintPage } from "../letters/print-page.tsx";
import { MoneyPage } from "../money/money-page.tsx";
import { OverviewPage } from "../overview/overview-page.tsx";
import { PayoutsPage } from "../payouts/payouts-page.tsx";
import { RolesPage } from "../roles/roles-page.tsx";
import { SchemePage } from "../schemes/scheme-page.tsx";
import { ShopsPage } from "../shops/shops-page.tsx";
import { speakOf, text } from "../text.ts";
import { TimelinePage } from "../timeline/timeline-page.tsx";
import { DeskProvider, useDesk, useScheme } from "./context.ts";
import { type Desk, holdsRole, openDesk } from "./desk.ts";
import { followServer } from "./follow.ts";
import { Bare, Shell } from "./shell.tsx";

export function App({ firstCode }: { firstCode: string | null }) {
  const [code, setCode] = useState(firstCode);
  const [desk, setDesk] = useState<Desk | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    setError(null);
    openDesk().then(setDesk, setError);
  }, [turn]);
  useEffect(() => {
    const look = () => {
      const given = takeLinkValue("code");
      if (given !== null) setCode(given);
      else if (location.hash.startsWith("#/")) setCode(null);
    };
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  if (error !== null) {
    return (
      <Bare>
        <h1>{text("start.problem.title")}</h1>
        <DeskProblem error={error} onRetry={() => setTurn((count) => count + 1)} />
      </Bare>
    );
  }
  if (!desk) {
    return (
      <Bare>
        <p class="loading soft" role="status">
          <span class="spinner" /> {text("loading")}
        </p>
      </Bare>
    );
  }
  return (
    <DeskProvider value={desk}>
      {code === null ? (
        <Opened onCode={setCode} />
      ) : (
        <Bare>
          <EnrolPage key={code} typed={code} onEnd={() => setCode(null)} />
        </Bare>
      )}
    </DeskProvider>
  );
}

function Opened({ onCode }: { onCode: (code: string) => void }) {
  const desk = useDesk();
  const roles = useStore(desk.roles);
  const { scheme } = useScheme();
  const hasRole = roles.length > 0;
  // Here, because all that stands below is drawn after it.
  speakOf(scheme?.words ?? null);
  useEffect(() => (hasRole ? followServer(desk) : undefined), [desk, hasRole]);
  useEffect(() => {
    if (hasRole) resumeLetterWork(desk);
  }, [desk, hasRole]);
  if (!hasRole) {
    return (
      <Bare>
        <NoRolePage onCode={onCode} />
      </Bare>
    );
  }
  return (
    <Shell>
      <Screen />
    </Shell>
  );
}

/** Work that a closed tab or laptop left undone goes on by itself; what was refused waits for a person. */
function resumeLetterWork(desk: Desk): void {
  const open = desk.letterWork.state
    .get()
    .work.filter(
      (work) =>
        !work.finished &&
        holdsRole(desk.roles.get(), ["validator"], work.schemeId) &&
        work.parts.every((part) => part.state !== "refused"),
    );
  void desk.letterWork.resume(...open.map((work) => work.workId));
}

function Screen() {
  const [place, detail, id] = useRoute();
  switch (place) {
    case "households":
      if (detail === "add") return <ImportPage />;
      return <HouseholdsPage show={detail === "questions" ? "questions" : "all"} />;
    case "insight":
      return <InsightPage />;
    case "letters":
      return detail ? <PrintPage key={detail} workId={detail} /> : <LettersPage />;
    case "card":
      return <CardPage />;
    case "shops":
      return <ShopsPage />;
    case "money":
      return <MoneyPage />;
    case "payouts":
      return <PayoutsPage />;
    case "guardian":
      return <GuardianPage />;
    case "timeline":
      return <TimelinePage kind={detail} id={id} />;
    case "scheme":
      return <SchemePage />;
    case "access":
      return <AccessPage />;
    case "roles":
      return <RolesPage />;
    default:
      return <OverviewPage />;
  }
}
