// Brings in families from the municipality's own export: choose, check, register, print. Names in the file are not read here.
import { useEffect, useState } from "preact/hooks";
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
import { FileDrop } from "./file-drop.tsx";
import { ImportPreviewView } from "./import-preview.tsx";
import { type ImportPreview, planImport } from "./start-import.ts";

const STEPS = ["import.step.choose", "import.step.check", "import.step.register"] as const;

export function ImportPage() {
  const desk = useDesk();
  const { schemeId, scheme } = useScheme();
  const mayImport = useRole("validator");
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [started, setStarted] = useState<string | null>(null);
  const { work } = useStore(desk.letterWork.state);
  const current = work.find(
    (one) =>
      one.kind === "import" &&
      one.schemeId === schemeId &&
      (one.workId === started || !one.finished),
  );
  const currentId = current?.workId;
  // Its end has to be seen too, also of work that began before this page was opened.
  useEffect(() => {
    if (currentId) setStarted(currentId);
  }, [currentId]);
  const step = current ? 2 : preview ? 1 : 0;
  const start = (checked: ImportPreview) => {
    const parts = planImport({
      preview: checked,
      now: desk.deployments.now(),
      random: cryptoRandomBytes,
    });
    setStarted(parts[0]?.workId ?? null);
    setPreview(null);
    void askToKeep();
    void desk.letterWork.add(parts);
  };
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
      {current && <WorkProgressBar work={current} />}
      {mayImport && scheme && !current && !preview && <ChooseFile onPreview={setPreview} />}
      {preview && !current && (
        <ImportPreviewView preview={preview} onStart={start} onAgain={() => setPreview(null)} />
      )}
    </Page>
  );
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
