// Reads what the bank sent back, and says what it changed.
import { useState } from "preact/hooks";
import { Notice } from "../../shared/components/notice.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { useDesk } from "../app/context.ts";
import { noteChange } from "../app/desk.ts";
import { DropZone } from "../components/drop-zone.tsx";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";
import type { BankFileResult } from "./answers.ts";
import { type BankFileProblem, bankFileProblem } from "./files.ts";

export function BankFile({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<BankFileResult | null>(null);
  const [wrong, setWrong] = useState<BankFileProblem | null>(null);
  const [error, setError] = useState<unknown>(null);
  const send = async (file: File) => {
    setBusy(true);
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
  const take = (files: readonly File[]) => {
    const problem = bankFileProblem(files);
    setError(null);
    setResult(null);
    setWrong(problem);
    const [file] = files;
    if (file && !problem) void send(file);
  };
  return (
    <div class="stack">
      <h3>{text("files.back")}</h3>
      <DropZone
        title={text(busy ? "files.reading" : "files.drop")}
        accept=".xml,application/xml,text/xml"
        busy={busy}
        isLow
        onFiles={take}
        testId="bank-file"
      >
        {wrong && (
          <Notice kind="bad" title={text(`files.wrong.${wrong}`)} testId="bank-file-wrong">
            <p>{text(`files.wrong.${wrong}.todo`)}</p>
          </Notice>
        )}
        <DeskProblem error={error} />
        {result && <Read result={result} />}
      </DropZone>
    </div>
  );
}

function Read({ result }: { result: BankFileResult }) {
  const { alreadyRead, matched, returned, refused, unmatched, checked } = result;
  return (
    <Notice
      kind="good"
      title={text(alreadyRead ? "files.again" : "files.read")}
      testId="bank-file-read"
    >
      {!alreadyRead && <p>{text("files.read.what", { matched, returned, refused, unmatched })}</p>}
      {checked > 0 && <p>{text.count("files.read.checked", checked)}</p>}
    </Notice>
  );
}
