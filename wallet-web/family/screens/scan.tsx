// The family's camera: a shop's QR to pay, or a letter's QR to begin.
import { useState } from "preact/hooks";
import { ButtonLink } from "../../shared/components/button.tsx";
import { TopBar } from "../../shared/components/layout.tsx";
import { Notice, Problem } from "../../shared/components/notice.tsx";
import { Scanner } from "../../shared/qr/scanner.tsx";
import { goTo, pathTo } from "../../shared/router.ts";
import { letterCode, shopRequest } from "../model/inbox.ts";
import { readScanned, type ScanProblem } from "../model/scanned.ts";
import { useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

export function Scan({ wants }: { wants: "request" | "letter" }) {
  const family = useFamily();
  const [problem, setProblem] = useState<ScanProblem | null>(null);
  const [error, setError] = useState<unknown>(null);
  const take = async (text: string) => {
    try {
      const scanned = readScanned(await family.deployments.get(), text);
      if (scanned.kind === "problem") return setProblem(scanned.problem);
      if (scanned.kind === "letter") letterCode.set(scanned.typed);
      else shopRequest.set({ ok: true, code: scanned.code });
      goTo([scanned.kind === "letter" ? "activeren" : "verzoek"], { replace: true });
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <>
      <TopBar title={t(`scan.${wants}.title`)} onBack={() => history.back()} />
      <main class="screen" id="main">
        <Scanner say={t(`scan.${wants}.say`)} onText={(text) => void take(text)} />
        {problem && <ScanTrouble problem={problem} />}
        <Problem error={error} />
        <p class="soft">{t(`scan.${wants}.help`)}</p>
        <ButtonLink
          wide
          look="second"
          icon={wants === "letter" ? "pencil" : "qr"}
          href={wants === "letter" ? pathTo("activeren") : pathTo()}
        >
          {t(`scan.${wants}.else`)}
        </ButtonLink>
      </main>
    </>
  );
}

export function ScanTrouble({ problem }: { problem: ScanProblem }) {
  return (
    <Notice kind="bad" title={t(`qr.${problem}.title`)} testId="qr-problem">
      <p>{t(`qr.${problem}.todo`)}</p>
    </Notice>
  );
}
