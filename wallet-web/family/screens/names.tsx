// Names and pictures for the children, right after activation or later. They stay on this phone.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Field } from "../../shared/components/field.tsx";
import { TopBar } from "../../shared/components/layout.tsx";
import { goTo } from "../../shared/router.ts";
import { type Child, COLOURS, PICTURES } from "../model/child.ts";
import { changeChild } from "../model/family.ts";
import { Avatar } from "../parts/avatar.tsx";
import { useBudgetTexts, useNameOf } from "../parts/child-name.ts";
import { useChildren, useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

export function Names() {
  const children = useChildren();
  const tOfBudgets = useBudgetTexts();
  return (
    <>
      <TopBar title={tOfBudgets("names")} onBack={() => goTo([])} />
      <main class="screen" id="main">
        <p class="soft">{t("names.text")}</p>
        {children.map((child) => (
          <NameCard key={child.beneficiaryId} child={child} />
        ))}
        <div class="push">
          <Button big wide testId="names-done" onPress={() => goTo([], { replace: true })}>
            {t("names.done")}
          </Button>
        </div>
      </main>
    </>
  );
}

function NameCard({ child }: { child: Child }) {
  const family = useFamily();
  const nameOf = useNameOf();
  const [isChoosing, setChoosing] = useState(false);
  return (
    <section class="card name-card" data-testid="name-card">
      <button
        type="button"
        class="avatar-button"
        data-colour={child.colour}
        aria-label={t("names.picture", { name: nameOf(child) })}
        onClick={() => setChoosing(true)}
      >
        <Avatar picture={child.picture} size={56} />
      </button>
      <div class="list-main">
        <Field
          label={t("names.label", { name: nameOf({ ...child, name: "" }) })}
          value={child.name}
          onInput={(name) =>
            void changeChild(family, child.beneficiaryId, { name: name.trimStart() })
          }
          autoCapitalize="words"
          maxLength={20}
        />
      </div>
      {isChoosing && <LooksDialog child={child} onClose={() => setChoosing(false)} />}
    </section>
  );
}

function LooksDialog({ child, onClose }: { child: Child; onClose: () => void }) {
  const family = useFamily();
  const change = (looks: Partial<Child>) => void changeChild(family, child.beneficiaryId, looks);
  return (
    <Dialog title={t("looks.title")} onClose={onClose}>
      <fieldset class="looks">
        <legend class="strong">{t("looks.picture")}</legend>
        {PICTURES.map((picture) => (
          <label key={picture} class="look" data-colour={child.colour}>
            <input
              type="radio"
              name="picture"
              checked={child.picture === picture}
              onChange={() => change({ picture })}
            />
            <Avatar picture={picture} size={44} />
            <span class="unseen">{t(`picture.${picture}`)}</span>
          </label>
        ))}
      </fieldset>
      <fieldset class="looks">
        <legend class="strong">{t("looks.colour")}</legend>
        {COLOURS.map((colour) => (
          <label key={colour} class="look look-colour" data-colour={colour}>
            <input
              type="radio"
              name="colour"
              checked={child.colour === colour}
              onChange={() => change({ colour })}
            />
            <span class="unseen">{t(`colour.${colour}`)}</span>
          </label>
        ))}
      </fieldset>
      <Button wide onPress={onClose}>
        {t("looks.ok")}
      </Button>
    </Dialog>
  );
}
