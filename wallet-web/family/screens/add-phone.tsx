// On the phone that has the budgets: shows the other phone the way here, reads its code, and adds it after a clear question.
import { useEffect, useState } from "preact/hooks";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { Card, EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { Notice, Problem } from "../../shared/components/notice.tsx";
import { TypedCodeForm } from "../../shared/components/typed-code-form.tsx";
import { PHONE_CODE_LENGTH } from "../../shared/protocol/phone-code.ts";
import { formatTypedCode, parseTypedCode } from "../../shared/protocol/typed-code.ts";
import { QrImage } from "../../shared/qr/qr-image.tsx";
import { goTo, pathTo } from "../../shared/router.ts";
import type { Child } from "../model/child.ts";
import { phoneCode } from "../model/inbox.ts";
import { addPhone, findPhone } from "../model/phones.ts";
import { Avatar } from "../parts/avatar.tsx";
import { useNameOf } from "../parts/child-name.ts";
import { useChildren, useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

export function AddPhone() {
  const [code, setCode] = useState<string | null>(null);
  const [isDone, setDone] = useState(false);
  const linked = useChildren().filter((child) => child.link === "linked");
  useEffect(() => {
    const given = phoneCode.get();
    phoneCode.set(null);
    if (given !== null) setCode(parseTypedCode(given, PHONE_CODE_LENGTH));
  }, []);
  return (
    <>
      <TopBar title={t("addPhone.title")} onBack={() => goTo(["telefoons"], { replace: true })} />
      <main class="screen" id="main">
        {linked.length === 0 ? (
          <EmptyState icon="phone" title={t("addPhone.none.title")}>
            <p>{t("addPhone.none.todo")}</p>
          </EmptyState>
        ) : isDone ? (
          <Done />
        ) : code === null ? (
          <Instructions onCode={setCode} />
        ) : (
          <Question
            code={code}
            children={linked}
            onDone={() => setDone(true)}
            onOther={() => setCode(null)}
          />
        )}
      </main>
    </>
  );
}

function Instructions({ onCode }: { onCode: (code: string) => void }) {
  const address = `${location.origin}/family/`;
  return (
    <>
      <Card title={t("addPhone.first.title")}>
        <p>{t("addPhone.first.text")}</p>
        <QrImage
          text={`${address}${pathTo("telefoon-erbij")}`}
          label={t("addPhone.first.qr")}
          testId="open-qr"
        />
        <p class="soft small">
          {t("addPhone.first.type", { address: address.replace(/^\w+:\/\//, "") })}
        </p>
      </Card>
      <Card title={t("addPhone.second.title")}>
        <ButtonLink wide icon="scan" href={pathTo("telefoon-scannen")} testId="scan-phone">
          {t("addPhone.scan")}
        </ButtonLink>
        <TypedCodeForm
          label={t("addPhone.type")}
          length={PHONE_CODE_LENGTH}
          placeholder="ABCD-1234-…"
          onCode={onCode}
          testId="phone-code-typed"
        />
      </Card>
    </>
  );
}

function Question(props: {
  code: string;
  children: readonly Child[];
  onDone: () => void;
  onOther: () => void;
}) {
  const { code, children } = props;
  const family = useFamily();
  const nameOf = useNameOf();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const chosen = children.filter((child) => !left.has(child.beneficiaryId));
  const toggle = (id: string) => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  const add = async () => {
    setBusy(true);
    setError(null);
    try {
      await addPhone(family, chosen, await findPhone(family, code));
      props.onDone();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <div class="stack" data-testid="add-question">
      <Notice kind="warn" title={t("addPhone.sure.title")}>
        <p>{t("addPhone.sure.text")}</p>
        <p class="spelled">{formatTypedCode(code)}</p>
      </Notice>
      <fieldset class="stack stack-tight">
        <legend class="strong choice-title">{t("addPhone.which")}</legend>
        {children.map((child) => (
          <label key={child.beneficiaryId} class="choice" data-colour={child.colour}>
            <input
              type="checkbox"
              checked={!left.has(child.beneficiaryId)}
              onChange={() => toggle(child.beneficiaryId)}
            />
            <Avatar picture={child.picture} size={40} />
            <span class="list-main strong">{nameOf(child)}</span>
          </label>
        ))}
      </fieldset>
      <Problem error={error} />
      <Button
        big
        wide
        busy={isBusy}
        disabled={chosen.length === 0}
        testId="add-yes"
        onPress={() => void add()}
      >
        {t("addPhone.do")}
      </Button>
      <Button wide look="quiet" onPress={props.onOther}>
        {t("addPhone.other")}
      </Button>
    </div>
  );
}

function Done() {
  return (
    <div class="stack" data-testid="phone-added">
      <EmptyState icon="check" title={t("addPhone.done.title")}>
        <p>{t("addPhone.done.text")}</p>
      </EmptyState>
      <ButtonLink wide href={pathTo("telefoons")}>
        {t("addPhone.done.phones")}
      </ButtonLink>
    </div>
  );
}
