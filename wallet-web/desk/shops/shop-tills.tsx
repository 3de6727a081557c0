// The tills of a shop, for who talks with its owner: which is the owner's, and when each was last used. Their names stay with the shop.
import { Button } from "../../shared/components/button.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { formatDate, formatMoment } from "../../shared/dates.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { shortCode } from "../../shared/short-code.ts";
import type { SchemeTills } from "../app/answers.ts";
import { useDesk, useRole } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { Loading } from "../components/page.tsx";
import { text } from "../text.ts";

type Given = { schemeId: Hex; shopId: Hex; onReplace: () => void };

/** Nothing at all for who may not see them. */
export function ShopTills({ schemeId, shopId, onReplace }: Given) {
  const desk = useDesk();
  const maySee = useRole("validator", "guardian");
  const mayReplace = useRole("validator");
  const loaded = useLoad<SchemeTills>(maySee ? `tills ${schemeId} ${shopId}` : null, (signal) =>
    desk.api.get(`/schemes/${schemeId}/shops/${shopId}/tills`, { signal }),
  );
  if (!maySee) return null;
  return (
    <section class="stack" aria-labelledby="shop-tills" data-testid="shop-tills">
      <h3 id="shop-tills">{text("shopTills.title")}</h3>
      <Loading loaded={loaded}>
        {({ isHome, tills }) => (
          <>
            <ul class="desk-list">
              {tills.map((till) => (
                <TillRow key={till.address} till={till} />
              ))}
            </ul>
            {mayReplace && isHome && (
              <div class="row">
                <Button look="second" onPress={onReplace} testId="replace-owner">
                  {text("owner.go")}
                </Button>
              </div>
            )}
            {mayReplace && !isHome && <p class="soft small">{text("owner.elsewhere")}</p>}
          </>
        )}
      </Loading>
    </section>
  );
}

function TillRow({ till }: { till: SchemeTills["tills"][number] }) {
  const { address, owner, isLink, addedAt, lastUsedAt } = till;
  return (
    <li class="desk-list-row" data-testid="shop-till">
      <div class="desk-list-main">
        <span class="row">
          <span class="strong" title={address}>
            {text("shopTills.device", { code: shortCode(address) })}
          </span>
          {owner && <Tag>{text("shopTills.owner")}</Tag>}
          {isLink && <Tag kind="warn">{text("shopTills.waiting")}</Tag>}
        </span>
        <span class="small soft">
          {text("shopTills.since", { date: formatDate(addedAt) })}{" "}
          {lastUsedAt === null
            ? text("shopTills.unused")
            : text("shopTills.used", { moment: formatMoment(lastUsedAt) })}
        </span>
      </div>
    </li>
  );
}
