// Payment files for the bank: one person makes one ready, another releases it, and the bank's own files come back here.
import { useRef, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { fetchFile, saveFile } from "../../shared/files.ts";
import { formatCents } from "../../shared/money.ts";
import { cryptoRandomBytes, type Hex, randomId } from "../../shared/protocol/bytes.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk, useRole } from "../app/context.ts";
import { noteChange } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";
import type { PaymentFile, PaymentFileList } from "./answers.ts";
import { BankFile } from "./bank-file.tsx";
import { bankDay } from "./days.ts";
import { decision } from "./decide.ts";
import { bankSaid } from "./reasons.ts";

type Chosen = { act: "freeze" } | { act: "release" | "withdraw"; file: PaymentFile };

/** Nothing at all where payouts go to the bank by themselves. */
export function FilesCard({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const mayAct = useRole("treasurer");
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const { value } = useLoad<PaymentFileList>(`files ${schemeId}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/payment-files`, { signal }),
  );
  if (value?.bank !== "file") return null;
  const { waiting, files } = value;
  return (
    <section class="card" aria-labelledby="files" data-testid="files">
      <h2 class="card-title" id="files">
        {text("files.title")}
      </h2>
      <p class="soft">{text("files.what")}</p>
      {waiting.payoutCount > 0 && (
        <div class="row row-apart">
          <span>
            {text.count("files.waiting", waiting.payoutCount, {
              amount: formatCents(BigInt(waiting.amountCents)),
            })}
          </span>
          {mayAct && (
            <Button onPress={() => setChosen({ act: "freeze" })} testId="freeze">
              {text("files.freeze")}
            </Button>
          )}
        </div>
      )}
      <ul class="desk-list">
        {files.map((file) => (
          <li key={file.submissionId}>
            <FileRow schemeId={schemeId} file={file} mayAct={mayAct} onChoose={setChosen} />
          </li>
        ))}
      </ul>
      {mayAct && <BankFile schemeId={schemeId} />}
      {chosen && <FileDialog schemeId={schemeId} chosen={chosen} onClose={() => setChosen(null)} />}
    </section>
  );
}

function FileRow(props: {
  schemeId: Hex;
  file: PaymentFile;
  mayAct: boolean;
  onChoose: (chosen: Chosen) => void;
}) {
  const { schemeId, file, mayAct, onChoose } = props;
  const desk = useDesk();
  const device = useStore(desk.device);
  const [error, setError] = useState<unknown>(null);
  const isOwn = device?.address === file.frozenBy;
  const isOut = ["released", "sent", "accepted"].includes(file.state);
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    setError(null);
    try {
      const path = `/schemes/${schemeId}/payment-files/${file.submissionId}/content`;
      saveFile(await fetchFile(desk, path), file.fileName);
      noteChange(desk);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  const choose = (act: "release" | "withdraw") => {
    setError(null);
    onChoose({ act, file });
  };
  return (
    <div class="stack stack-tight" data-testid="file-row">
      <div class="row row-apart">
        <span class="strong">
          {text.count("files.one", file.payoutCount, {
            amount: formatCents(BigInt(file.amountCents)),
          })}
        </span>
        <Tag kind={file.state === "accepted" ? "good" : file.state === "refused" ? "bad" : "info"}>
          {text(`files.state.${file.state}`)}
        </Tag>
      </div>
      <span class="small soft">
        {text("files.made", { moment: formatMoment(file.createdAt) })}{" "}
        <span class="breaks">{file.fileName}</span>
      </span>
      {file.reason && <span class="small">{bankSaid(file.reason)}</span>}
      <span class="small soft">
        {text("files.hash")} <code class="hash">{groups(file.fileHash)}</code>
      </span>
      {mayAct && (
        <div class="row">
          {file.state === "frozen" && (
            <Button disabled={isOwn} onPress={() => choose("release")} testId="release">
              {text("files.release")}
            </Button>
          )}
          {(file.state === "frozen" || file.state === "released") && (
            <Button look="second" onPress={() => choose("withdraw")} testId="withdraw">
              {text("files.withdraw")}
            </Button>
          )}
          {isOut && (
            <Button look="second" busy={busy} onPress={() => void download()} testId="download">
              {text("files.download")}
            </Button>
          )}
        </div>
      )}
      {file.state === "frozen" && isOwn && <p class="small">{text("files.other")}</p>}
      <DeskProblem error={error} />
    </div>
  );
}

function FileDialog(props: { schemeId: Hex; chosen: Chosen; onClose: () => void }) {
  const { schemeId, chosen } = props;
  const desk = useDesk();
  const newId = useRef(randomId(cryptoRandomBytes));
  const { act } = chosen;
  const file = chosen.act === "freeze" ? null : chosen.file;
  const make = () =>
    decision(desk, {
      schemeId,
      subjectId: file?.submissionId ?? newId.current,
      decision: `${act}-file`,
      ...(act === "release" && file ? { contentHash: file.fileHash } : {}),
    });
  return (
    <ActDialog
      title={text(`files.${act}`)}
      confirm={text(`files.${act}`)}
      isFinal={act === "release"}
      make={make}
      said={text(`files.${act}.said`)}
      onClose={props.onClose}
      testId="file-dialog"
    >
      <p>{text(`files.${act}.what`)}</p>
      {file && (
        <Facts
          facts={[
            [text("payouts.amount"), formatCents(BigInt(file.amountCents))],
            [text("files.count"), String(file.payoutCount)],
            [text("files.date"), bankDay(file.executionDate)],
            [
              text("files.hash"),
              <code key="hash" class="hash">
                {groups(file.fileHash)}
              </code>,
            ],
          ]}
        />
      )}
    </ActDialog>
  );
}

/** A hash that two people can read to each other. */
const groups = (hash: string): string => hash.slice(2).replace(/(.{4})(?=.)/g, "$1 ");
