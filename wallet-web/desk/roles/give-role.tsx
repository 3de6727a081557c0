// Gives a role: a one-time code made in this browser, an offer on the chain to the code's key, and a link to hand over once.
import { useRef, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field, SelectField } from "../../shared/components/field.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { cryptoRandomBytes, type Hex, randomId } from "../../shared/protocol/bytes.ts";
import { commands, NO_SCHEME, type RoleName } from "../../shared/protocol/commands.ts";
import { createLoginCode, signersOfLoginCode } from "../../shared/protocol/login-code.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk } from "../app/context.ts";
import { type Desk, noteChange, type Posting, posting } from "../app/desk.ts";
import { useAct } from "../app/use-act.ts";
import { useLoad } from "../app/use-load.ts";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";
import { type Handover, HandoverDialog } from "./handover-dialog.tsx";
import { keepInvitation, readInvitations } from "./invitations.ts";

const GIVEN: readonly RoleName[] = ["sponsor", "validator", "treasurer", "guardian", "admin"];
const NEW_SCHEME = "new";

type Form = { role: string; scheme: string; note: string };

export function GiveRole() {
  const desk = useDesk();
  const schemes = useSchemeChoices();
  const [form, setForm] = useState<Form>({ role: "", scheme: "", note: "" });
  const [problems, setProblems] = useState<Partial<Form>>({});
  const made = useRef<Handover | null>(null);
  const [shown, setShown] = useState<Handover | null>(null);
  const act = useAct(() => {
    toast(text("give.said"));
    setShown(made.current);
    setForm((before) => ({ ...before, note: "" }));
  });
  const scheme = form.scheme || schemes[0]?.value || NEW_SCHEME;
  const change = (field: keyof Form) => (value: string) => {
    setForm({ ...form, [field]: value });
    setProblems({});
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (form.role === "") {
      setProblems({ role: text("give.role.missing") });
      return;
    }
    const role = form.role as RoleName;
    void act.run(async () => {
      const offer = await makeOffer(desk, { role, scheme, note: form.note.trim() });
      made.current = offer.handover;
      return offer.posting;
    });
  };
  const chosen = GIVEN.find((role) => role === form.role);
  return (
    <section class="card" data-testid="give-role">
      <h2 class="card-title">{text("give.title")}</h2>
      <p class="soft">{text("give.what")}</p>
      <form class="stack" onSubmit={submit} noValidate>
        <fieldset class="stack" disabled={act.busy || act.isUncertain}>
          <SelectField
            label={text("give.role")}
            empty={text("give.role.choose")}
            value={form.role}
            onInput={change("role")}
            choices={GIVEN.map((role) => ({ value: role, text: text(`role.${role}`) }))}
            {...(chosen ? { hint: text(`role.${chosen}.does`) } : {})}
            error={problems.role}
            testId="give-role-choice"
          />
          {form.role !== "admin" && (
            <SelectField
              label={text("give.scheme")}
              hint={text("give.scheme.hint")}
              empty={text("give.scheme.choose")}
              value={scheme}
              onInput={change("scheme")}
              choices={[...schemes, { value: NEW_SCHEME, text: text("give.scheme.new") }]}
              testId="give-scheme-choice"
            />
          )}
          <Field
            label={text("give.note")}
            hint={text("give.note.hint")}
            value={form.note}
            onInput={change("note")}
            maxLength={60}
          />
        </fieldset>
        <DeskProblem error={act.error} isUncertain={act.isUncertain} />
        <div class="row">
          <Button type="submit" icon="plus" busy={act.busy} testId="give">
            {text(act.isUncertain ? "retry" : "give.go")}
          </Button>
        </div>
      </form>
      {shown && <HandoverDialog handover={shown} onClose={() => setShown(null)} />}
    </section>
  );
}

/** Open schemes, and those that were prepared here: all roles of a new scheme must name the same one. */
function useSchemeChoices(): { value: string; text: string }[] {
  const desk = useDesk();
  const deployment = useStore(desk.deployments.store);
  const held = useStore(desk.roles);
  const { value } = useLoad("invitations", () => readInvitations(desk.database));
  const open = (deployment?.schemes ?? []).filter((scheme) => !scheme.closed);
  const prepared = [...(value ?? []), ...held].map(({ schemeId }) => schemeId);
  const unopened = [...new Set(prepared)].filter(
    (id) => id !== NO_SCHEME && !deployment?.schemes.some(({ schemeId }) => schemeId === id),
  );
  return [
    ...open.map(({ schemeId, name }) => ({ value: schemeId as string, text: name })),
    ...unopened.map((id) => ({
      value: id as string,
      text: text("give.scheme.prepared", { id: id.slice(2, 6) }),
    })),
  ];
}

async function makeOffer(
  desk: Desk,
  given: { role: RoleName; scheme: string; note: string },
): Promise<{ handover: Handover; posting: Posting }> {
  const { role, note } = given;
  const schemeId = schemeIdOf(given);
  const code = createLoginCode(cryptoRandomBytes);
  const [candidate] = await signersOfLoginCode(code, "staff", 1);
  if (!candidate) throw new Error("a code has a signer");
  const offer = await posting(
    desk,
    commands.offerRole({ schemeId, role, candidate: candidate.address }),
  );
  await keepInvitation(desk, {
    candidate: candidate.address,
    schemeId,
    role,
    note,
    madeAt: desk.deployments.now(),
  });
  noteChange(desk);
  return { handover: { code, role, candidate: candidate.address }, posting: offer };
}

function schemeIdOf({ role, scheme }: { role: RoleName; scheme: string }): Hex {
  if (role === "admin") return NO_SCHEME;
  return scheme === NEW_SCHEME ? randomId(cryptoRandomBytes) : (scheme as Hex);
}
