// A place to drop a file or choose one. Takes one file, and says at once when it can't be the right kind.
import { useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/components/icon.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { text } from "../text.ts";

/** An export of 100,000 families is 3 MB; what is larger is another file. */
const HIGHEST_BYTES = 16 * 1024 * 1024;

export function FileDrop({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [wrong, setWrong] = useState<"excel" | "large" | "many" | null>(null);
  const take = (files: FileList | null | undefined) => {
    const [file] = files ?? [];
    if (!file || busy) return;
    const problem = problemOf(file, files?.length ?? 1);
    setWrong(problem);
    if (!problem) onFile(file);
    // The same file again, after it was changed, has to count as a choice.
    if (input.current) input.current.value = "";
  };
  return (
    <div class="stack">
      <label
        class={isOver ? "drop drop-over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <input
          ref={input}
          class="unseen"
          type="file"
          accept=".csv,text/csv,text/plain,.txt"
          disabled={busy}
          data-testid="csv-file"
          onChange={(event) => take(event.currentTarget.files)}
        />
        {busy ? <span class="spinner" /> : <Icon name="upload" size={36} />}
        <span class="drop-title">{text(busy ? "import.checking" : "import.drop")}</span>
        {!busy && <span class="button button-second">{text("import.choose")}</span>}
      </label>
      {wrong && (
        <Notice kind="bad" title={text(`import.wrong.${wrong}`)}>
          <p>{text(`import.wrong.${wrong}.todo`)}</p>
        </Notice>
      )}
    </div>
  );
}

function problemOf(file: File, count: number): "excel" | "large" | "many" | null {
  if (count > 1) return "many";
  if (/\.(xlsx?|ods|numbers)$/i.test(file.name)) return "excel";
  return file.size > HIGHEST_BYTES ? "large" : null;
}
