// The shops of the scheme: who waits for an answer, who takes part, and what they are owed.
import { useState } from "preact/hooks";
import { EmptyState } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { SchemeShop } from "../app/answers.ts";
import { useDesk, useRole, useScheme } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { Loading, Page } from "../components/page.tsx";
import { ProposalsCard } from "../proposals/proposals-card.tsx";
import { text } from "../text.ts";
import { AdmitDialog } from "./admit-dialog.tsx";
import { IbanChangesCard } from "./iban-changes.tsx";
import { RefuseDialog } from "./refuse-dialog.tsx";
import { ShopDialog } from "./shop-dialog.tsx";
import { groupsOf } from "./shop-groups.ts";
import { ShopsTable } from "./shops-table.tsx";
import { WaitingShop } from "./waiting-shop.tsx";

export function ShopsPage() {
  const desk = useDesk();
  const { schemeId, scheme } = useScheme();
  const maySee = useRole("validator", "guardian", "sponsor", "treasurer");
  const loaded = useLoad(scheme && maySee ? `shops ${schemeId}` : null, (signal) =>
    desk.api.get<{ shops: SchemeShop[] }>(`/schemes/${schemeId}/shops`, { signal }),
  );
  return (
    <Page
      title={text("shops.title")}
      intro={text("shops.intro")}
      roles={["validator", "guardian"]}
      testId="shops"
    >
      {schemeId && scheme && maySee ? (
        <Loading loaded={loaded}>
          {({ shops }) => <Shops schemeId={schemeId} shops={shops} />}
        </Loading>
      ) : (
        <Notice title={text(scheme ? "households.notYours" : "import.noScheme")} />
      )}
    </Page>
  );
}

function Shops({ schemeId, shops }: { schemeId: Hex; shops: readonly SchemeShop[] }) {
  const [admittingId, setAdmittingId] = useState<Hex | null>(null);
  const [refusing, setRefusing] = useState<SchemeShop | null>(null);
  const [openId, setOpenId] = useState<Hex | null>(null);
  const { waiting, refused, elsewhere, taking } = groupsOf(shops);
  const admitting = shops.find(({ shopId }) => shopId === admittingId);
  const open = taking.find(({ shopId }) => shopId === openId);
  if (shops.length === 0) return <Nobody />;
  const group = (name: string, title: string, members: readonly SchemeShop[]) =>
    members.length > 0 && (
      <section class="stack" aria-labelledby={`${name}-title`} data-testid={`shops-${name}`}>
        <h2 id={`${name}-title`}>{title}</h2>
        <ul class="waiting-list">
          {members.map((shop) => (
            <WaitingShop
              key={shop.shopId}
              schemeId={schemeId}
              shop={shop}
              onAdmit={() => setAdmittingId(shop.shopId)}
              onRefuse={() => setRefusing(shop)}
            />
          ))}
        </ul>
      </section>
    );
  return (
    <>
      <ProposalsCard schemeId={schemeId} kinds={["admit", "iban"]} />
      <IbanChangesCard schemeId={schemeId} />
      {group("waiting", text.count("shops.waiting", waiting.length), waiting)}
      {taking.length > 0 && <ShopsTable shops={taking} onOpen={setOpenId} />}
      {group("elsewhere", text("shops.elsewhere"), elsewhere)}
      {group("refused", text("shops.refused.title"), refused)}
      {admitting && (
        <AdmitDialog
          schemeId={schemeId}
          shop={admitting}
          others={shops}
          onClose={() => setAdmittingId(null)}
        />
      )}
      {refusing && (
        <RefuseDialog schemeId={schemeId} shop={refusing} onClose={() => setRefusing(null)} />
      )}
      {open && <ShopDialog schemeId={schemeId} shop={open} onClose={() => setOpenId(null)} />}
    </>
  );
}

function Nobody() {
  return (
    <section class="card">
      <EmptyState icon="shop" title={text("shops.none")}>
        <p class="soft">{text("shops.none.what")}</p>
        <p class="link-box">{`${location.origin}/till/`}</p>
      </EmptyState>
    </section>
  );
}
