// Takes one file of families, and says at once when it can't be the right kind.
import { useState } from "preact/hooks";
import { Notice } from "../../shared/components/notice.tsx";
import { DropZone } from "../components/drop-zone.tsx";
import { text } from "../text.ts";

/** An export of 100,000 families is 3 MB; what is larger is another file. */
const HIGHEST_BYTES = 16 * 1024 * 1024;

export function FileDrop({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const [wrong, setWrong] = useState<"excel" | "large" | "many" | null>(null);
  const take = (files: readonly File[]) => {
    const [file] = files;
    if (!file) return;
    const problem = problemOf(file, files.length);
    setWrong(problem);
    if (!problem) onFile(file);
  };
  return (
    <DropZone
      title={text(busy ? "import.checking" : "import.drop")}
      accept=".csv,text/csv,text/plain,.txt"
      busy={busy}
      onFiles={take}
      testId="csv-file"
    >
      {wrong && (
        <Notice kind="bad" title={text(`import.wrong.${wrong}`)}>
          <p>{text(`import.wrong.${wrong}.todo`)}</p>
        </Notice>
      )}
    </DropZone>
  );
}

function problemOf(file: File, count: number): "excel" | "large" | "many" | null {
  if (count > 1) return "many";
  if (/\.(xlsx?|ods|numbers)$/i.test(file.name)) return "excel";
  return file.size > HIGHEST_BYTES ? "large" : null;
}
