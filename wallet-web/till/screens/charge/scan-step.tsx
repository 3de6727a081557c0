// Second step: the customer's code or card, by camera or typed. The amount stays in sight.
import { useState } from "preact/hooks";
import { Amount } from "../../../shared/components/amount.tsx";
import { Button } from "../../../shared/components/button.tsx";
import { TopBar } from "../../../shared/components/layout.tsx";
import { Notice, Problem } from "../../../shared/components/notice.tsx";
import { announce } from "../../../shared/components/toast.tsx";
import { TypedCodeForm } from "../../../shared/components/typed-code-form.tsx";
import { CARD_CODE_LENGTH } from "../../../shared/protocol/card-qr.ts";
import { PAY_CODE_LENGTH } from "../../../shared/protocol/pay-code.ts";
import type { SignedAuthorisation } from "../../../shared/protocol/qr-payload.ts";
import { Scanner } from "../../../shared/qr/scanner.tsx";
import { readScanned, type ScanProblem } from "../../model/scanned.ts";
import { takeCheque } from "../../model/take-cheque.ts";
import { useTill } from "../../parts/use-till.ts";
import { t } from "../../texts.ts";

export function ScanStep(props: {
  amount: bigint;
  onScanned: (scanned: SignedAuthorisation) => void;
  onCard: (code: string) => void;
  /** The other way round: the till shows a code. */
  onRequest: () => void;
  onBack: () => void;
}) {
  const till = useTill();
  const [problem, setProblem] = useState<ScanProblem | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isLooking, setLooking] = useState(false);
  const take = async (text: string) => {
    try {
      setError(null);
      const scanned = readScanned(await till.deployments.get(), text);
      if (scanned.ok) {
        return "cardCode" in scanned
          ? props.onCard(scanned.cardCode)
          : props.onScanned(scanned.value);
      }
      setProblem(scanned.problem);
      announce(t(`qr.${scanned.problem}.title`));
    } catch (cause) {
      setError(cause);
    }
  };
  const find = async (code: string) => {
    // A card's code stays here: the server knows the card by what is made of it.
    if (code.length === CARD_CODE_LENGTH) return props.onCard(code);
    setLooking(true);
    setError(null);
    setProblem(null);
    try {
      props.onScanned(await takeCheque(till, code));
    } catch (cause) {
      setError(cause);
      setLooking(false);
    }
  };
  return (
    <>
      <TopBar title={t("scan.title")} onBack={props.onBack} />
      <main class="screen" id="main">
        {props.amount > 0n && (
          <div class="scan-amount">
            <span>{t("scan.amount")}</span>
            <Amount cents={props.amount} testId="scan-amount" />
          </div>
        )}
        <Scanner say={t("scan.say")} onText={(text) => void take(text)} />
        {problem && <ScanTrouble problem={problem} />}
        <Problem error={error} />
        <p class="soft">{t("scan.help")}</p>
        <TypedCodeForm
          label={t("scan.type")}
          length={PAY_CODE_LENGTH}
          other={{ length: CARD_CODE_LENGTH, words: t("scan.type.lengths") }}
          placeholder="ABCD-1234"
          busy={isLooking}
          onCode={(code) => void find(code)}
          testId="customer-code"
        />
        {props.amount > 0n && (
          <Button wide look="second" icon="qr" testId="show-qr" onPress={props.onRequest}>
            {t("charge.show")}
          </Button>
        )}
      </main>
    </>
  );
}

export function ScanTrouble({ problem }: { problem: ScanProblem }) {
  return (
    <Notice call kind="bad" title={t(`qr.${problem}.title`)} testId="qr-problem">
      <p>{t(`qr.${problem}.todo`)}</p>
    </Notice>
  );
}
