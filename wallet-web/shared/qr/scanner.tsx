// Scans a QR with the camera: asks for it, shows it, gives each text that it reads, and says what to do when there is no camera.
import { useEffect, useRef, useState } from "preact/hooks";
import { IconButton } from "../components/button.tsx";
import { Notice } from "../components/notice.tsx";
import { sharedText } from "../texts.ts";
import { type Camera, CameraError, type CameraProblem, openCamera } from "./camera.ts";

const LOOK_EVERY_MS = 90;
const HINT_AFTER_MS = 8_000;
/** The same text again within this time is the same look at the same QR. */
const SAME_TEXT_MS = 2_500;

type State = { kind: "asking" } | { kind: "looking" } | { kind: "failed"; problem: CameraProblem };

export function Scanner(props: {
  /** What to point at, in a few words. */
  say: string;
  onText: (text: string) => void;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const { state, camera, isSlow } = useCamera(video, props.onText);
  const [torch, setTorch] = useState(false);
  if (state.kind === "failed") return <CameraTrouble problem={state.problem} />;
  return (
    <div class="scanner" data-testid="scanner" data-state={state.kind}>
      <video ref={video} playsInline muted aria-label={sharedText("scanner.picture")} />
      {state.kind === "asking" ? (
        <div class="scanner-wait" role="status">
          {sharedText("scanner.asking")}
        </div>
      ) : (
        <div class="scanner-frame" />
      )}
      {camera?.hasTorch && (
        <div class="scanner-tools">
          <IconButton
            icon="torch"
            label={sharedText("scanner.torch")}
            pressed={torch}
            onPress={() => {
              void camera.setTorch(!torch);
              setTorch(!torch);
            }}
          />
        </div>
      )}
      <p class="scanner-say" role="status">
        {isSlow ? sharedText("scanner.hint") : props.say}
      </p>
    </div>
  );
}

function useCamera(
  video: { current: HTMLVideoElement | null },
  onText: (text: string) => void,
): { state: State; camera: Camera | null; isSlow: boolean } {
  const [state, setState] = useState<State>({ kind: "asking" });
  const [camera, setCamera] = useState<Camera | null>(null);
  const [isSlow, setSlow] = useState(false);
  const listener = useRef(onText);
  listener.current = onText;

  useEffect(() => {
    const closed = new AbortController();
    const element = video.current;
    if (!element) return;
    openCamera(element, closed.signal).then(
      (opened) => {
        setCamera(opened);
        setState({ kind: "looking" });
        keepLooking(opened, closed.signal, (text) => listener.current(text));
        const timer = setTimeout(() => setSlow(true), HINT_AFTER_MS);
        closed.signal.addEventListener("abort", () => {
          clearTimeout(timer);
          opened.stop();
        });
        if (closed.signal.aborted) opened.stop();
      },
      (error: unknown) => {
        if (closed.signal.aborted) return;
        const problem = error instanceof CameraError ? error.problem : "busy";
        setState({ kind: "failed", problem });
      },
    );
    return () => closed.abort();
  }, [video]);
  return { state, camera, isSlow };
}

function keepLooking(camera: Camera, signal: AbortSignal, onText: (text: string) => void): void {
  let last = { text: "", at: 0 };
  const look = () => {
    if (signal.aborted) return;
    const text = document.hidden ? null : camera.look();
    if (text !== null) {
      const now = performance.now();
      if (text !== last.text || now - last.at > SAME_TEXT_MS) onText(text);
      last = { text, at: now };
    }
    setTimeout(look, LOOK_EVERY_MS);
  };
  look();
}

function CameraTrouble({ problem }: { problem: CameraProblem }) {
  return (
    <Notice kind="bad" title={sharedText(`camera.${problem}.title`)} testId="camera-trouble">
      <p>{sharedText(`camera.${problem}.todo`)}</p>
    </Notice>
  );
}
