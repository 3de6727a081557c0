// Scanning a play code: with the camera from another screen, or by pretending.
import { useState } from "preact/hooks";
import { Amount } from "../../../shared/components/amount.tsx";
import { Button } from "../../../shared/components/button.tsx";
import { Notice } from "../../../shared/components/notice.tsx";
import { formatCents } from "../../../shared/money.ts";
import { QrImage } from "../../../shared/qr/qr-image.tsx";
import { Scanner } from "../../../shared/qr/scanner.tsx";
import {
  PRACTICE_CUSTOMERS,
  PRACTICE_QR,
  type PracticeCustomer,
  readPractice,
} from "../../model/practice.ts";
import { t } from "../../texts.ts";

export function PracticeScan(props: {
  amount: bigint;
  onScanned: (customer: PracticeCustomer) => void;
}) {
  const [hasCamera, setCamera] = useState(false);
  const [wrong, setWrong] = useState<"real" | "other" | null>(null);
  const take = (text: string) => {
    const read = readPractice(text);
    if (read === "practice") props.onScanned("enough");
    else setWrong(read);
  };
  return (
    <>
      <div class="scan-amount">
        <span>{t("scan.amount")}</span>
        <Amount cents={props.amount} />
      </div>
      {hasCamera ? (
        <Scanner say={t("practice.say")} onText={take} />
      ) : (
        <div class="request-frame">
          <p class="strong">{t("practice.phone")}</p>
          <QrImage text={PRACTICE_QR} label={t("practice.qr")} testId="practice-qr" />
        </div>
      )}
      {wrong && (
        <Notice kind="warn" title={t(`practice.wrong.${wrong}`)} testId="practice-wrong">
          <p>{t("practice.wrong.todo")}</p>
        </Notice>
      )}
      <div class="push stack stack-tight">
        <Button wide big testId="pretend-enough" onPress={() => props.onScanned("enough")}>
          {t("practice.pretend")}
        </Button>
        <Button
          wide
          look="second"
          testId="pretend-little"
          onPress={() => props.onScanned("little")}
        >
          {t("practice.pretendLittle", { amount: formatCents(PRACTICE_CUSTOMERS.little) })}
        </Button>
        {!hasCamera && (
          <Button wide look="second" icon="camera" onPress={() => setCamera(true)}>
            {t("practice.camera")}
          </Button>
        )}
      </div>
    </>
  );
}
