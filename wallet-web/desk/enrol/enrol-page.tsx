// Takes the roles that a link gives: the code's one-time key hands them over to this device's own key. The code is never sent.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { askToKeep } from "../../shared/database.ts";
import { formatMoment } from "../../shared/dates.ts";
import { commands, type RoleName } from "../../shared/protocol/commands.ts";
import { parseLoginCode, signersOfLoginCode } from "../../shared/protocol/login-code.ts";
import { type SignedRequest, signCommand } from "../../shared/protocol/sign-command.ts";
import type { Signer } from "../../shared/protocol/signer.ts";
import { goTo } from "../../shared/router.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk } from "../app/context.ts";
import { type Desk, makeDevice, refreshRoles, signingOf } from "../app/desk.ts";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";
import { type RoleOffer, sortOffers } from "./offers.ts";

type Found = { candidate: Signer; offers: RoleOffer[] };

export function EnrolPage({ typed, onEnd }: { typed: string; onEnd: () => void }) {
  const desk = useDesk();
  const code = parseLoginCode(typed);
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (code === null) return;
    setError(null);
    findOffers(desk, code).then(setFound, setError);
  }, [code, turn]);
  const end = () => {
    goTo([], { replace: true });
    onEnd();
  };
  if (code === null) return <DeadEnd reason="wrong" onEnd={end} />;
  if (error !== null) {
    return <DeskProblem error={error} onRetry={() => setTurn((count) => count + 1)} />;
  }
  if (!found) {
    return (
      <p class="loading soft" role="status">
        <span class="spinner" /> {text("enrol.busy")}
      </p>
    );
  }
  if (found.offers.length === 0) return <DeadEnd reason="gone" onEnd={end} />;
  return <Offers found={found} onEnd={end} />;
}

function Offers({ found, onEnd }: { found: Found; onEnd: () => void }) {
  const desk = useDesk();
  const { open, readyAt, expiredAt } = sortOffers(found.offers, desk.deployments.now());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // The same signatures at a second try: what was accepted without an answer is answered as the first time.
  const signed = useRef(new Map<RoleOffer, SignedRequest>());
  const accept = async () => {
    setBusy(true);
    setError(null);
    try {
      await acceptOffers({
        desk,
        candidate: found.candidate,
        offers: open,
        signed: signed.current,
      });
      void askToKeep();
      toast(text("enrol.done"));
      onEnd();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <section class="card enrol" data-testid="enrol">
      <h1>{text("enrol.title")}</h1>
      <p>{text.count("enrol.intro", found.offers.length)}</p>
      <ul class="enrol-roles">
        {found.offers.map((offer) => (
          <OfferItem key={`${offer.schemeId}/${offer.role}`} offer={offer} />
        ))}
      </ul>
      {readyAt !== null && (
        <Notice kind="warn">
          <p>{text("enrol.later", { moment: formatMoment(readyAt) })}</p>
        </Notice>
      )}
      {expiredAt !== null && open.length === 0 && (
        <Notice kind="bad">
          <p>{text("enrol.expired", { moment: formatMoment(expiredAt) })}</p>
        </Notice>
      )}
      <DeskProblem error={error} />
      {open.length > 0 && (
        <>
          <p class="soft small">{text("enrol.device")}</p>
          <DeviceCode />
          <Button onPress={() => void accept()} busy={busy} icon="check" testId="enrol-accept">
            {text("enrol.accept")}
          </Button>
        </>
      )}
    </section>
  );
}

/** By it the admin finds the device when it is lost: whoever has it can't look it up any more. */
function DeviceCode() {
  const desk = useDesk();
  const device = useStore(desk.device);
  useEffect(() => {
    // Made already here. Where it can't be made, accepting says why.
    makeDevice(desk).catch(() => undefined);
  }, [desk]);
  if (!device) return null;
  return (
    <Notice
      title={text("enrol.code", { code: shortCode(device.address) })}
      testId="enrol-device-code"
    >
      <p>{text("enrol.code.what")}</p>
    </Notice>
  );
}

function OfferItem({ offer }: { offer: RoleOffer }) {
  const desk = useDesk();
  const scheme = desk.deployments.store
    .get()
    ?.schemes.find(({ schemeId }) => schemeId === offer.schemeId);
  return (
    <li class="enrol-role">
      <span class="list-icon">
        <Icon name="lock" />
      </span>
      <span class="list-main">
        <span class="strong">{text(`role.${offer.role}`)}</span>
        <span class="soft small">{text(`role.${offer.role}.does`)}</span>
        {offer.role !== "admin" && (
          <span class="soft small">
            {scheme ? text("enrol.scheme", { scheme: scheme.name }) : text("enrol.scheme.new")}
          </span>
        )}
      </span>
    </li>
  );
}

function DeadEnd({
  reason,
  onEnd,
}: {
  reason: "wrong" | "gone";
  onEnd: () => void;
}): ComponentChildren {
  return (
    <section class="card enrol" data-testid={`enrol-${reason}`}>
      <h1>{text(`enrol.${reason}.title`)}</h1>
      <p>{text(`enrol.${reason}`)}</p>
      <Button look="second" onPress={onEnd}>
        {text("enrol.toDesk")}
      </Button>
    </section>
  );
}

async function findOffers(desk: Desk, code: string): Promise<Found> {
  const [candidate] = await signersOfLoginCode(code, "staff", 1);
  if (!candidate) throw new Error("a code has a signer");
  const { offers } = await desk.publicApi.get<{ offers: RoleOffer[] }>(
    `/role-offers/${candidate.address}`,
  );
  return { candidate, offers };
}

async function acceptOffers(given: {
  desk: Desk;
  candidate: Signer;
  offers: readonly RoleOffer[];
  signed: Map<RoleOffer, SignedRequest>;
}): Promise<void> {
  const { desk, candidate, offers, signed } = given;
  const device = await makeDevice(desk);
  for (const offer of offers) {
    const command = commands.acceptRole({
      schemeId: offer.schemeId,
      role: offer.role as RoleName,
      holder: device.address,
    });
    const request =
      signed.get(offer) ??
      (await signCommand({ ...(await signingOf(desk, { signer: candidate })), command }));
    signed.set(offer, request);
    await desk.publicApi.post("/requests", request);
  }
  await refreshRoles(desk);
}
