// A place to drop a file or choose one with the file dialog.
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/components/icon.tsx";
import { text } from "../text.ts";

export function DropZone(props: {
  /** What to do, or while busy what happens. */
  title: string;
  /** Which kinds the file dialog shows; what is dropped may be of any kind. */
  accept: string;
  busy: boolean;
  /** A lower one, for within a card. */
  isLow?: boolean;
  onFiles: (files: readonly File[]) => void;
  /** Of the input itself. */
  testId: string;
  /** What was wrong with what was dropped, or what became of it. */
  children?: ComponentChildren;
}) {
  const { busy } = props;
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    if (busy || !files || files.length === 0) return;
    props.onFiles([...files]);
    // The same file again, after it was changed, has to count as a choice.
    if (input.current) input.current.value = "";
  };
  const classes = ["drop", props.isLow && "drop-low", isOver && "drop-over"].filter(Boolean);
  return (
    <div class="stack">
      <label
        class={classes.join(" ")}
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
          accept={props.accept}
          disabled={busy}
          data-testid={props.testId}
          onChange={(event) => take(event.currentTarget.files)}
        />
        {busy ? <span class="spinner" /> : <Icon name="upload" size={props.isLow ? 28 : 36} />}
        <span class="drop-title">{props.title}</span>
        {!busy && <span class="button button-second">{text("import.choose")}</span>}
      </label>
      {props.children}
    </div>
  );
}
