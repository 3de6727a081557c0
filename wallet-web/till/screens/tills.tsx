// The shop's tills, for its owner: which there are, when each was last used, a new one by QR, and taking one away.
import { useEffect, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { Tag, TopBar } from "../../shared/components/layout.tsx";
import { Problem } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { goTo } from "../../shared/router.ts";
import { type ListedTill, listTills, type WaitingTill } from "../model/tills.ts";
import { tillName } from "../parts/till-name.ts";
import { useShop, useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";
import { EditTill } from "./tills/edit-till.tsx";
import { NewTill } from "./tills/new-till.tsx";
import { WaitingForTill } from "./tills/waiting-for-till.tsx";

type Open =
  | { kind: "new" }
  | { kind: "waiting"; till: WaitingTill }
  | { kind: "edit"; till: ListedTill };

export function TillsScreen() {
  const [open, setOpen] = useState<Open | null>(null);
  const { tills, error } = useTills();
  const shop = useShop();
  if (!shop?.owner) return null;
  const close = () => setOpen(null);
  if (open?.kind === "waiting") return <WaitingForTill till={open.till} onDone={close} />;
  return (
    <>
      <TopBar title={t("more.tills")} onBack={() => goTo(["meer"])} />
      <main class="screen" id="main">
        <p>{t("tills.what")}</p>
        <Problem error={error} />
        <ul class="list" data-testid="till-list">
          {tills.map((till) => (
            <li key={till.address}>
              <Row
                till={till}
                name={tillName(shop, till.address)}
                isThis={till.address === shop.device}
                onOpen={() => setOpen({ kind: "edit", till })}
              />
            </li>
          ))}
        </ul>
        <div class="push">
          <Button wide big icon="plus" testId="add-till" onPress={() => setOpen({ kind: "new" })}>
            {t("tills.add")}
          </Button>
        </div>
      </main>
      {open?.kind === "new" && (
        <NewTill onMade={(till) => setOpen({ kind: "waiting", till })} onClose={close} />
      )}
      {open?.kind === "edit" && <EditTill till={open.till} onClose={close} />}
    </>
  );
}

/** Anew whenever the shop changes: a device that joins, another window that takes one away. */
function useTills() {
  const till = useTill();
  const shop = useShop();
  const [tills, setTills] = useState<readonly ListedTill[]>([]);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let isCurrent = true;
    listTills(till).then(
      (listed) => {
        if (!isCurrent) return;
        setTills(listed);
        setError(null);
      },
      (cause: unknown) => isCurrent && setError(cause),
    );
    return () => {
      isCurrent = false;
    };
  }, [till, shop]);
  return { tills, error };
}

function Row(props: { till: ListedTill; name: string; isThis: boolean; onOpen: () => void }) {
  const { till, name, isThis } = props;
  const used =
    till.lastUsedAt === null
      ? t("tills.unused")
      : t("tills.used", { moment: formatMoment(till.lastUsedAt) });
  return (
    <button
      type="button"
      class="list-row"
      data-testid="till-row"
      data-till={till.address}
      onClick={props.onOpen}
    >
      <span class="list-icon">
        <Icon name={till.isLink ? "clock" : "till"} />
      </span>
      <span class="list-main">
        <span class="strong">{name}</span>
        <span class="soft small">{till.isLink ? t("tills.link") : used}</span>
        <span>
          {isThis && name !== t("till.this") && <Tag kind="good">{t("till.this")}</Tag>}
          {till.seesMoney && !till.owner && <Tag>{t("tills.sees")}</Tag>}
        </span>
      </span>
      <Icon name="next" size={20} />
    </button>
  );
}
