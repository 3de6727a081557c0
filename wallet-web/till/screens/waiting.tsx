// Signed up, not admitted yet: what happens now, and that this page tells when it is done. Also when a shop is suspended.
import type { MyShopAnswer } from "../../shared/api-types.ts";
import { ButtonLink } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { BrandBar, Card } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { pathTo } from "../../shared/router.ts";
import { sharedText } from "../../shared/texts.ts";
import type { Standing } from "../model/till.ts";
import { t } from "../texts.ts";

/** Keys of the sentences; `refused.*` belongs to payments. */
const KEYS = { waiting: "waiting", refused: "notAdmitted", suspended: "suspended" } as const;

export function Waiting(props: { shop: MyShopAnswer; standing: Exclude<Standing, "admitted"> }) {
  const { shop, standing } = props;
  const key = KEYS[standing];
  return (
    <>
      <BrandBar place={t("brand")} />
      <main class="screen" id="main">
        <div class="start-picture" aria-hidden="true">
          <Icon name={standing === "waiting" ? "clock" : "lock"} size={72} />
        </div>
        <div class="stack stack-tight centre" role="status" data-testid={standing}>
          <h1>{t(`${key}.title`)}</h1>
          <p class="soft">{t(`${key}.text`)}</p>
          {standing === "refused" && shop.refusal && (
            <p class="strong" data-testid="refusal">
              {shop.refusal.reason}
            </p>
          )}
        </div>
        <Card title={shop.name}>
          <dl class="facts">
            <div>
              <dt>{t("field.category")}</dt>
              <dd>{sharedText(`category.${shop.category}`)}</dd>
            </div>
            <div>
              <dt>{t("field.address")}</dt>
              <dd>{shop.address}</dd>
            </div>
            <div>
              <dt>{t("money.iban")}</dt>
              <dd>•••• {shop.ibanTail}</dd>
            </div>
          </dl>
        </Card>
        <Notice call title={t(`${key}.todo.title`)}>
          <p>{t(`${key}.todo.text`)}</p>
        </Notice>
        {standing === "waiting" && (
          <ButtonLink wide look="second" icon="till" href={pathTo("oefenen")} testId="practise">
            {t("practice.start")}
          </ButtonLink>
        )}
      </main>
    </>
  );
}
