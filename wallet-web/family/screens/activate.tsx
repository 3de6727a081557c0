// From a letter's code to budgets on this phone. Looking changes nothing; the last tap uses the code.

import { useEffect, useState } from "preact/hooks";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { CallLink } from "../../shared/components/call-link.tsx";
import { Field } from "../../shared/components/field.tsx";
import { InstallFirst } from "../../shared/components/install-first.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { Notice, Problem } from "../../shared/components/notice.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { goTo, pathTo } from "../../shared/router.ts";
import { activate, type Lookup, lookUpCode } from "../model/activation.ts";
import { PICTURES } from "../model/child.ts";
import { letterCode } from "../model/inbox.ts";
import { Avatar } from "../parts/avatar.tsx";
import { LanguageButton } from "../parts/language-choice.tsx";
import { useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

type Found = Extract<Lookup, { kind: "open" }>;
type Phase =
  | { kind: "typing" }
  | { kind: "looking" }
  | { kind: "found"; found: Found }
  | { kind: "dead-end"; why: Exclude<Lookup["kind"], "open"> };

export function Activate() {
  const { phase, look, error, typed, setTyped, again } = useLookup();
  return (
    <>
      <TopBar title={t("activate.title")} onBack={() => goTo([], { replace: true })}>
        <LanguageButton />
      </TopBar>
      <main class="screen" id="main">
        {phase.kind === "typing" && (
          <CodeForm typed={typed} setTyped={setTyped} onCode={look} error={error} />
        )}
        {phase.kind === "looking" && (
          <div class="empty" role="status">
            <span class="spinner spinner-big" />
            <p>{t("activate.looking")}</p>
          </div>
        )}
        {phase.kind === "found" && <FoundChildren found={phase.found} />}
        {phase.kind === "dead-end" && <DeadEnd why={phase.why} onAgain={again} />}
      </main>
    </>
  );
}

function useLookup() {
  const family = useFamily();
  const [phase, setPhase] = useState<Phase>({ kind: "typing" });
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<unknown>(null);
  const look = async (text: string) => {
    setError(null);
    const { parseLoginCode, formatLoginCode } = await import("../../shared/protocol/login-code.ts");
    const code = parseLoginCode(text);
    setTyped(code ? formatLoginCode(code) : text);
    if (!code) return setError(t("code.wrong"));
    setPhase({ kind: "looking" });
    try {
      const found = await lookUpCode(family, code);
      setPhase(
        found.kind === "open" ? { kind: "found", found } : { kind: "dead-end", why: found.kind },
      );
    } catch (cause) {
      setError(cause);
      setPhase({ kind: "typing" });
    }
  };
  useEffect(() => {
    const given = letterCode.get();
    letterCode.set(null);
    if (given !== null) void look(given);
  }, []);
  const again = () => {
    setTyped("");
    setPhase({ kind: "typing" });
  };
  return { phase, look: (text: string) => void look(text), error, typed, setTyped, again };
}

function CodeForm(props: {
  typed: string;
  setTyped: (typed: string) => void;
  onCode: (typed: string) => void;
  error: unknown;
}) {
  const { typed, setTyped, onCode, error } = props;
  const isAboutCode = typeof error === "string";
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onCode(typed);
      }}
    >
      <p>{t("code.where")}</p>
      <Field
        label={t("code.label")}
        hint={t("code.hint")}
        value={typed}
        onInput={setTyped}
        error={isAboutCode ? error : null}
        look="code"
        autoCapitalize="characters"
        placeholder="ABCD-1234-EFGH-5678"
        maxLength={40}
        testId="code"
      />
      {!isAboutCode && <Problem error={error} />}
      <Button type="submit" wide big testId="code-ok">
        {t("code.ok")}
      </Button>
      <ButtonLink href={pathTo("brief")} look="second" wide icon="scan">
        {t("code.scan")}
      </ButtonLink>
    </form>
  );
}

function FoundChildren({ found }: { found: Found }) {
  const family = useFamily();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const count = found.accounts.length;
  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      await activate(family, found.accounts);
      toast(t.count("activate.done", count));
      goTo(["namen"], { replace: true });
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <div class="stack" data-testid="found">
      <div class="welcome-picture" aria-hidden="true">
        {PICTURES.slice(0, Math.min(count, 4)).map((picture) => (
          <Avatar key={picture} picture={picture} size={64} />
        ))}
      </div>
      <h2 class="centre">{t.count("activate.found", count)}</h2>
      <p class="centre soft">{t.count("activate.foundText", count)}</p>
      <InstallFirst />
      {error === null && (
        <Notice title={t("activate.once.title")}>
          <p>{t("activate.once.text")}</p>
        </Notice>
      )}
      <Problem error={error} />
      <Button big wide busy={isBusy} testId="activate" onPress={() => void start()}>
        {isBusy ? t("activate.busy") : t("activate.do")}
      </Button>
    </div>
  );
}

function DeadEnd(props: { why: Exclude<Lookup["kind"], "open">; onAgain: () => void }) {
  const { why, onAgain } = props;
  return (
    <div class="stack" data-testid="dead-end" data-why={why}>
      <EmptyState icon={why === "used-here" ? "check" : "letter"} title={t(`deadEnd.${why}.title`)}>
        <p>{t(`deadEnd.${why}.todo`)}</p>
        <CallLink />
      </EmptyState>
      {why === "used-here" ? (
        <ButtonLink wide href={pathTo()}>
          {t("deadEnd.home")}
        </ButtonLink>
      ) : (
        <>
          <Button wide onPress={onAgain}>
            {t("deadEnd.again")}
          </Button>
          {why === "used" && (
            <ButtonLink wide look="second" icon="phone" href={pathTo("telefoon-erbij")}>
              {t("deadEnd.otherPhone")}
            </ButtonLink>
          )}
        </>
      )}
    </div>
  );
}
