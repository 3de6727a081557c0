// The family's camera: a shop's QR to pay, or a letter's QR to begin.
import { useState } from "preact/hooks";
import { ButtonLink } from "../../shared/components/button.tsx";
import { TopBar } from "../../shared/components/layout.tsx";
import { Notice, Problem } from "../../shared/components/notice.tsx";
import { TypedCodeForm } from "../../shared/components/typed-code-form.tsx";
import { PAY_CODE_LENGTH } from "../../shared/protocol/pay-code.ts";
import { Scanner } from "../../shared/qr/scanner.tsx";
import { goTo, pathTo } from "../../shared/router.ts";
import { findRequest } from "../model/find-request.ts";
import { letterCode, phoneCode, shopRequest } from "../model/inbox.ts";
import { readScanned, type Scanned, type ScanProblem } from "../model/scanned.ts";
import { useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

const ELSE = { letter: ["activeren"], phone: ["telefoon-toevoegen"], request: [] } as const;

type Wanted = "request" | "letter" | "phone";

export function Scan({ wants }: { wants: Wanted }) {
  const family = useFamily();
  const [problem, setProblem] = useState<ScanProblem | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isLooking, setLooking] = useState(false);
  const take = async (text: string) => {
    try {
      setError(null);
      const scanned = readScanned(await family.deployments.get(), text);
      if (scanned.kind === "problem") return setProblem(scanned.problem);
      goTo([takeScanned(scanned)], { replace: true });
    } catch (cause) {
      setError(cause);
    }
  };
  const find = async (code: string) => {
    setLooking(true);
    setError(null);
    setProblem(null);
    try {
      shopRequest.set({ ok: true, code: await findRequest(family, code) });
      goTo(["verzoek"], { replace: true });
    } catch (cause) {
      setError(cause);
      setLooking(false);
    }
  };
  return (
    <>
      <TopBar title={t(`scan.${wants}.title`)} onBack={() => history.back()} />
      <main class="screen" id="main">
        <Scanner say={t(`scan.${wants}.say`)} onText={(text) => void take(text)} />
        {problem && <ScanTrouble problem={problem} wants={wants} />}
        <Problem error={error} />
        {wants === "request" ? (
          <TypedCodeForm
            label={t("scan.request.type")}
            length={PAY_CODE_LENGTH}
            placeholder="ABCD-1234"
            busy={isLooking}
            onCode={(code) => void find(code)}
            testId="shop-code"
          />
        ) : (
          <p class="soft">{t(`scan.${wants}.help`)}</p>
        )}
        <ButtonLink
          wide
          look="second"
          icon={wants === "request" ? "qr" : "pencil"}
          href={pathTo(...ELSE[wants])}
        >
          {t(`scan.${wants}.else`)}
        </ButtonLink>
      </main>
    </>
  );
}

/** Puts what was read where its screen finds it; gives that screen. */
function takeScanned(scanned: Exclude<Scanned, { kind: "problem" }>): string {
  switch (scanned.kind) {
    case "letter":
      letterCode.set(scanned.typed);
      return "activeren";
    case "phone":
      phoneCode.set(scanned.typed);
      return "telefoon-toevoegen";
    case "request":
      shopRequest.set({ ok: true, code: scanned.code });
      return "verzoek";
  }
}

/** At a till it's the shop that can help; whoever begins with a letter or another phone has that in hand. */
export function ScanTrouble({ problem, wants }: { problem: ScanProblem; wants: Wanted }) {
  return (
    <Notice call kind="bad" title={t(`qr.${problem}.title`)} testId="qr-problem">
      <p>{wants === "request" ? t(`qr.${problem}.todo`) : `${t(`scan.${wants}.say`)}.`}</p>
    </Notice>
  );
}
