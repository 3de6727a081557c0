// Brings in families from the municipality's own export: choose, check, register, print. Names in the file are not read here.
import { useEffect, useRef, useState } from "preact/hooks";
import { ButtonLink } from "../../shared/components/button.tsx";
import { Steps } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { askToKeep } from "../../shared/database.ts";
import { cryptoRandomBytes } from "../../shared/protocol/bytes.ts";
import { pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk, useRole, useScheme } from "../app/context.ts";
import { Page } from "../components/page.tsx";
import { DeskProblem } from "../components/problem.tsx";
import { WorkProgressBar } from "../letters/work-progress.tsx";
import { text } from "../text.ts";
import type { Outcome } from "./decisions.ts";
import { FileDrop } from "./file-drop.tsx";
import { ImportPreviewView } from "./import-preview.tsx";
import { type ImportPreview, planImport } from "./start-import.ts";

const STEPS = ["import.step.choose", "import.step.check", "import.step.register"] as const;

export function ImportPage() {
  const desk = useDesk();
  const { schemeId, scheme } = useScheme();
  const mayImport = useRole("validator");
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const work = useImportWork(schemeId);
  const step = work.shown.length > 0 ? 2 : preview ? 1 : 0;
  const begun = useRef<ImportPreview | null>(null);
  const start = (checked: ImportPreview, outcome: Outcome) => {
    if (begun.current === checked) return; // A second press on the same button.
    begun.current = checked;
    const now = desk.deployments.now();
    const parts = planImport({ preview: checked, outcome, now, random: cryptoRandomBytes });
    work.follow(parts.map((part) => part.workId));
    setPreview(null);
    void askToKeep();
    void desk.letterWork.add(parts);
  };
  const readAgain = async ({ importId }: ImportPreview) =>
    setPreview(await desk.api.get(`/schemes/${schemeId}/household-imports/${importId}`));
  return (
    <Page
      title={text("import.title")}
      roles={["validator"]}
      actions={
        <ButtonLink look="quiet" icon="back" href={pathTo("households")}>
          {text("import.back")}
        </ButtonLink>
      }
      testId="import"
    >
      <Steps steps={STEPS.map((key) => text(key))} now={step} label={text("import.steps")} />
      {!mayImport && <Notice title={text("role.needed", { role: text("role.validator") })} />}
      {!scheme && <Notice kind="warn" title={text("import.noScheme")} />}
      {work.shown.map((one) => (
        <WorkProgressBar key={one.workId} work={one} />
      ))}
      {mayImport && scheme && step === 0 && <ChooseFile onPreview={setPreview} />}
      {preview && step === 1 && (
        <ImportPreviewView
          preview={preview}
          onStart={(outcome) => start(preview, outcome)}
          onAgain={() => setPreview(null)}
          onChanged={() => void readAgain(preview)}
        />
      )}
    </Page>
  );
}

/** What this page began, or finds unfinished: its end has to be seen too. */
function useImportWork(schemeId: string | null) {
  const { work } = useStore(useDesk().letterWork.state);
  const [followed, setFollowed] = useState<readonly string[]>([]);
  const shown = work.filter(
    (one) =>
      one.kind !== "reissue" &&
      one.schemeId === schemeId &&
      (followed.includes(one.workId) || !one.finished),
  );
  const ids = shown.map((one) => one.workId).join();
  useEffect(() => {
    if (ids !== "") setFollowed((before) => [...new Set([...before, ...ids.split(",")])]);
  }, [ids]);
  return { shown, follow: setFollowed };
}

function ChooseFile({ onPreview }: { onPreview: (preview: ImportPreview) => void }) {
  const desk = useDesk();
  const { schemeId } = useScheme();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const check = async (file: File) => {
    setBusy(true);
    setError(null);
    try {
      const data = await file.arrayBuffer();
      const path = `/schemes/${schemeId}/household-imports`;
      onPreview(
        await desk.api.post<ImportPreview>(path, undefined, { file: { type: "text/csv", data } }),
      );
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="split">
      <section class="card">
        <h2 class="card-title">{text("import.choose.title")}</h2>
        <FileDrop busy={busy} onFile={(file) => void check(file)} />
        <DeskProblem error={error} />
      </section>
      <section class="card card-quiet">
        <h2 class="card-title">{text("import.help.title")}</h2>
        <p>{text("import.help.columns")}</p>
        <table class="sample">
          <thead>
            <tr>
              <th scope="col">{text("import.help.column1")}</th>
              <th scope="col">{text("import.help.column2")}</th>
              <th scope="col">{text("import.help.column3")}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>ZH-2017-0107</td>
              <td>3</td>
              <td>nl</td>
            </tr>
            <tr>
              <td>ZH-2017-0113</td>
              <td>1</td>
              <td>pl</td>
            </tr>
          </tbody>
        </table>
        <p class="soft small">{text("import.help.names")}</p>
        <p class="soft small">{text("import.help.save")}</p>
      </section>
    </div>
  );
}
