// This device becomes a till of a shop that is there already, by its owner's one-time code, or the owner's own by the municipality's.
import { useEffect, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { Notice, Problem } from "../../shared/components/notice.tsx";
import { Scanner } from "../../shared/qr/scanner.tsx";
import { goTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { tillCode } from "../model/inbox.ts";
import { tillCodeIn } from "../model/scanned.ts";
import { enrol, lookUpTillCode, type TillLink } from "../model/sign-up.ts";
import { useShop, useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";

export function Join() {
  const joining = useJoining();
  const shop = useShop();
  if (shop) {
    return (
      <>
        <TopBar title={t("join.title")} onBack={() => goTo([], { replace: true })} />
        <main class="screen" id="main">
          <EmptyState icon="till" title={t("join.already.title", { shop: shop.name })}>
            <p>{t("join.already.todo")}</p>
            <Button onPress={() => goTo([], { replace: true })}>{t("join.already.do")}</Button>
          </EmptyState>
        </main>
      </>
    );
  }
  return (
    <>
      <TopBar title={t("join.title")} onBack={() => goTo([], { replace: true })} />
      <main class="screen" id="main">
        {joining.link ? <Found link={joining.link} /> : <CodeEntry joining={joining} />}
      </main>
    </>
  );
}

function useJoining() {
  const till = useTill();
  const given = useStore(tillCode);
  const [typed, setTyped] = useState("");
  const [link, setLink] = useState<TillLink | null>(null);
  const [wrong, setWrong] = useState<"shape" | "unknown" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const look = async (text: string) => {
    const { parseLoginCode, formatLoginCode } = await import("../../shared/protocol/login-code.ts");
    const code = parseLoginCode(text);
    setTyped(code ? formatLoginCode(code) : text);
    setWrong(code ? null : "shape");
    setError(null);
    if (!code) return;
    setBusy(true);
    try {
      const found = await lookUpTillCode(till, code);
      if (found) setLink(found);
      else setWrong("unknown");
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    if (given === null) return;
    tillCode.set(null);
    void look(given);
  }, [given]);
  return { typed, setTyped, link, wrong, error, isBusy, look: (text: string) => void look(text) };
}

function CodeEntry({ joining }: { joining: ReturnType<typeof useJoining> }) {
  const [isScanning, setScanning] = useState(false);
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        joining.look(joining.typed);
      }}
    >
      <p>{t("join.where")}</p>
      {isScanning && (
        <Scanner
          say={t("join.say")}
          onText={(text) => {
            const code = tillCodeIn(text);
            if (code === null) return;
            setScanning(false);
            joining.look(code);
          }}
        />
      )}
      <Field
        label={t("join.label")}
        hint={t("join.hint")}
        value={joining.typed}
        onInput={joining.setTyped}
        error={joining.wrong && t(`join.${joining.wrong}`)}
        look="code"
        autoCapitalize="characters"
        maxLength={40}
        testId="code"
      />
      <Problem error={joining.error} />
      <Button type="submit" wide big busy={joining.isBusy} testId="code-ok">
        {t("join.next")}
      </Button>
      {!isScanning && (
        <Button wide look="second" icon="scan" onPress={() => setScanning(true)}>
          {t("join.scan")}
        </Button>
      )}
    </form>
  );
}

function Found({ link }: { link: TillLink }) {
  const till = useTill();
  const who = link.owner ? "owner" : "till";
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      await enrol(till, link);
      goTo([], { replace: true });
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <div class="stack" data-testid="found">
      <EmptyState icon="shop" title={t(`join.${who}.found`, { shop: link.shopName })}>
        <p class="soft">{t(`join.${who}.foundText`)}</p>
      </EmptyState>
      <Notice title={t("join.once.title")}>
        <p>{t(`join.${who}.once.text`)}</p>
      </Notice>
      <Problem error={error} />
      <Button wide big busy={isBusy} testId="enrol" onPress={() => void start()}>
        {t(`join.${who}.do`)}
      </Button>
    </div>
  );
}
