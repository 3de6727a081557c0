// Payment files for the bank: one person makes one ready, another releases it, and the bank's own files come back here.
import { useRef, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatCents } from "../../shared/money.ts";
import { cryptoRandomBytes, type Hex, randomId } from "../../shared/protocol/bytes.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk, useRole } from "../app/context.ts";
import { noteChange } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";
import type { BankFileResult, PaymentFile, PaymentFileList } from "./answers.ts";
import { decision } from "./decide.ts";
import { fetchFile, saveFile } from "./files.ts";

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
      <ul class="list">
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
  const download = () =>
    fetchFile(desk, `/schemes/${schemeId}/payment-files/${file.submissionId}/content`).then(
      (content) => {
        saveFile(content, file.fileName);
        noteChange(desk);
      },
      setError,
    );
  return (
    <div class="stack" data-testid="file-row">
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
        {file.fileName}. {text("files.hash")} <code>{groups(file.fileHash)}</code>
      </span>
      {mayAct && (
        <div class="row">
          {file.state === "frozen" && (
            <Button
              disabled={isOwn}
              onPress={() => onChoose({ act: "release", file })}
              testId="release"
            >
              {text("files.release")}
            </Button>
          )}
          {(file.state === "frozen" || file.state === "released") && (
            <Button look="second" onPress={() => onChoose({ act: "withdraw", file })}>
              {text("files.withdraw")}
            </Button>
          )}
          {isOut && (
            <Button look="second" onPress={() => void download()} testId="download">
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
            [text("files.date"), file.executionDate],
            [text("files.hash"), <code key="hash">{groups(file.fileHash)}</code>],
          ]}
        />
      )}
    </ActDialog>
  );
}

/** Reads what the bank sent back. */
function BankFile({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<BankFileResult | null>(null);
  const [error, setError] = useState<unknown>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setError(null);
    setResult(null);
    try {
      const path = `/schemes/${schemeId}/bank-files`;
      const read = await desk.api.post<BankFileResult>(path, undefined, {
        file: { type: "application/xml", data: file },
        retry: "once",
      });
      setResult(read);
      noteChange(desk);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="stack">
      <h3>{text("files.back")}</h3>
      <label class="drop">
        <input
          class="unseen"
          type="file"
          accept=".xml,application/xml,text/xml"
          disabled={busy}
          data-testid="bank-file"
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
        <span class="drop-title">{text(busy ? "files.reading" : "files.drop")}</span>
        {!busy && <span class="button button-second">{text("import.choose")}</span>}
      </label>
      <DeskProblem error={error} />
      {result && (
        <Notice
          kind="good"
          title={text(result.alreadyRead ? "files.again" : "files.read")}
          testId="bank-file-read"
        >
          {!result.alreadyRead && (
            <p>
              {text("files.read.what", {
                matched: result.matched,
                returned: result.returned,
                refused: result.refused,
                unmatched: result.unmatched,
              })}
            </p>
          )}
          {result.checked > 0 && <p>{text.count("files.read.checked", result.checked)}</p>}
        </Notice>
      )}
    </div>
  );
}

/** A hash that two people can read to each other. */
const groups = (hash: string): string => hash.slice(2).replace(/(.{4})(?=.)/g, "$1 ");
