// The short code of the cheque on the screen, for a till whose camera doesn't work. A new cheque has a new code.
import { useEffect, useState } from "preact/hooks";
import { Problem } from "../../shared/components/notice.tsx";
import { formatTypedCode } from "../../shared/protocol/typed-code.ts";
import { leaveCheque, type ShownCheque } from "../model/authorise.ts";
import { t } from "../texts.ts";
import { useFamily } from "./use-family.ts";

export function PayCode({ cheque }: { cheque: ShownCheque }) {
  const family = useFamily();
  const [code, setCode] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let isCurrent = true;
    setCode(null);
    setError(null);
    leaveCheque(family, cheque).then(
      (left) => isCurrent && setCode(left),
      (cause: unknown) => isCurrent && setError(cause),
    );
    return () => {
      isCurrent = false;
    };
  }, [family, cheque]);
  if (error) return <Problem error={error} />;
  return (
    <section class="card centre stack stack-tight" aria-live="polite">
      <p class="soft">{code ? t("pay.spell.say") : t("pay.spell.wait")}</p>
      <p class="spelled spelled-big" data-testid="pay-code">
        {code ? formatTypedCode(code) : "…"}
      </p>
    </section>
  );
}
