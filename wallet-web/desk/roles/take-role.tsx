// Takes a role away at once: somebody left, or lost the device.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field, SelectField } from "../../shared/components/field.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands, NO_SCHEME, type RoleName } from "../../shared/protocol/commands.ts";
import { useDesk, useScheme } from "../app/context.ts";
import { posting } from "../app/desk.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { text } from "../text.ts";

const TAKEN: readonly RoleName[] = ["sponsor", "validator", "treasurer", "guardian", "admin"];
const DEVICE_PATTERN = /^0x[0-9a-f]{40}$/;

type Filled = { role: RoleName; schemeId: Hex; holder: Hex };

export function TakeRole() {
  const desk = useDesk();
  const { schemeId } = useScheme();
  const [role, setRole] = useState("");
  const [device, setDevice] = useState("");
  const [problems, setProblems] = useState<{ role?: string; device?: string }>({});
  const [filled, setFilled] = useState<Filled | null>(null);
  const check = (event: Event) => {
    event.preventDefault();
    const holder = device.trim().toLowerCase();
    const found = {
      ...(role === "" ? { role: text("give.role.missing") } : {}),
      ...(DEVICE_PATTERN.test(holder) ? {} : { device: text("take.device.wrong") }),
    };
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    setFilled({
      role: role as RoleName,
      schemeId: role === "admin" ? NO_SCHEME : (schemeId ?? NO_SCHEME),
      holder: holder as Hex,
    });
  };
  return (
    <details class="card more-card">
      <summary>{text("take.title")}</summary>
      <p class="soft">{text("take.what")}</p>
      <form class="stack narrow" onSubmit={check} noValidate>
        <SelectField
          label={text("give.role")}
          empty={text("give.role.choose")}
          value={role}
          onInput={setRole}
          choices={TAKEN.map((one) => ({ value: one, text: text(`role.${one}`) }))}
          error={problems.role}
        />
        <Field
          label={text("take.device")}
          hint={text("take.device.hint")}
          autoCapitalize="none"
          value={device}
          onInput={setDevice}
          error={problems.device}
        />
        <div class="row">
          <Button type="submit" look="danger">
            {text("take.go")}
          </Button>
        </div>
      </form>
      {filled && (
        <ActDialog
          title={text("take.confirm.title")}
          confirm={text("take.go")}
          isDangerous
          make={() => posting(desk, commands.withdrawRole(filled))}
          said={text("take.said")}
          onDone={() => setDevice("")}
          onClose={() => setFilled(null)}
          testId="take-dialog"
        >
          <Facts
            facts={[
              [text("give.role"), text(`role.${filled.role}`)],
              [text("take.device"), filled.holder],
            ]}
          />
          <p>{text("take.confirm.what")}</p>
        </ActDialog>
      )}
    </details>
  );
}
