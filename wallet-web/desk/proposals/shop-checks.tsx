// What the first person saw of a shop, for the second: the trade register, the bank's word, and the account it had.
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { Proposal, SchemeShop } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { Loading } from "../components/page.tsx";
import type { IbanChanges } from "../payouts/answers.ts";
import { IbanChecks } from "../shops/iban-changes.tsx";
import { RegisterNotice } from "../shops/register-notice.tsx";
import { text } from "../text.ts";

/** @param props.proposal Of a shop. */
export function ShopChecks(props: { schemeId: Hex; proposal: Proposal }) {
  const { schemeId, proposal } = props;
  const desk = useDesk();
  const shops = useLoad<{ shops: SchemeShop[] }>(`shops ${schemeId}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/shops`, { signal }),
  );
  const isIban = proposal.kind === "iban";
  const changes = useLoad<IbanChanges>(isIban ? `iban changes ${schemeId}` : null, (signal) =>
    desk.api.get(`/schemes/${schemeId}/iban-changes`, { signal }),
  );
  return (
    <>
      <Loading loaded={shops}>
        {(value) => {
          const shop = value.shops.find(({ shopId }) => shopId === proposal.shop?.shopId);
          return shop ? <RegisterNotice schemeId={schemeId} shop={shop} /> : null;
        }}
      </Loading>
      {isIban && (
        <Loading loaded={changes}>
          {(value) => {
            const change = value.changes.find(
              ({ shopId, iban }) =>
                shopId === proposal.shop?.shopId && iban === proposal.shop?.iban,
            );
            return change ? (
              <>
                <p>{text("changes.now", { tail: change.currentIbanTail })}</p>
                <IbanChecks change={change} />
              </>
            ) : null;
          }}
        </Loading>
      )}
    </>
  );
}
