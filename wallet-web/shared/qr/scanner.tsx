// Scans a QR with the camera: asks for it, shows it, gives each text that it reads, and says what to do when there is no camera.
import { useEffect, useRef, useState } from "preact/hooks";
import { isInstalled, isIos } from "../app/install.ts";
import { isServerThere } from "../app/lazy.tsx";
import { Button, IconButton } from "../components/button.tsx";
import { Notice } from "../components/notice.tsx";
import { sharedText } from "../texts.ts";
import { type Camera, CameraError, type CameraProblem, openCamera } from "./camera.ts";

const LOOK_EVERY_MS = 90;
const HINT_AFTER_MS = 8_000;
/** The same text again within this time is the same look at the same QR. */
const SAME_TEXT_MS = 2_500;

type State = { kind: "asking" } | { kind: "looking" } | { kind: "failed"; problem: CameraProblem };

type Props = {
  /** What to point at, in a few words. */
  say: string;
  onText: (text: string) => void;
};

/** Begins anew, with the same camera or another. */
export function Scanner(props: Props) {
  const [start, setStart] = useState<{ turn: number; cameraId: string | null }>({
    turn: 0,
    cameraId: null,
  });
  const again = (cameraId: string | null) => setStart({ turn: start.turn + 1, cameraId });
  return <Looking key={start.turn} {...props} cameraId={start.cameraId} onAgain={again} />;
}

function Looking(
  props: Props & { cameraId: string | null; onAgain: (cameraId: string | null) => void },
) {
  const video = useRef<HTMLVideoElement>(null);
  const { state, camera, hint } = useCamera(video, props);
  const [torch, setTorch] = useState(false);
  if (state.kind === "failed") {
    return <CameraTrouble problem={state.problem} onAgain={() => props.onAgain(null)} />;
  }
  const otherId = camera?.otherId ?? null;
  const switchTorch = async (on: boolean) => {
    try {
      await camera?.setTorch(on);
      setTorch(on);
    } catch {
      // A light that another app holds: the picture stays as it is.
    }
  };
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
      {(camera?.hasTorch || otherId) && (
        <div class="scanner-tools">
          {camera?.hasTorch && (
            <IconButton
              icon="torch"
              label={sharedText("scanner.torch")}
              pressed={torch}
              onPress={() => void switchTorch(!torch)}
            />
          )}
          {otherId && (
            <IconButton
              icon="camera"
              label={sharedText("scanner.other")}
              testId="other-camera"
              onPress={() => props.onAgain(otherId)}
            />
          )}
        </div>
      )}
      <p class="scanner-say" role="status">
        {hint === null ? props.say : sharedText(`scanner.${hint}`)}
      </p>
    </div>
  );
}

/** What to say when it takes long: more light, or closer. */
type Hint = "dark" | "hint";

function useCamera(
  video: { current: HTMLVideoElement | null },
  { onText, cameraId }: { onText: (text: string) => void; cameraId: string | null },
): { state: State; camera: Camera | null; hint: Hint | null } {
  const [state, setState] = useState<State>({ kind: "asking" });
  const [camera, setCamera] = useState<Camera | null>(null);
  const [hint, setHint] = useState<Hint | null>(null);
  const listener = useRef(onText);
  listener.current = onText;

  useEffect(() => {
    const closed = new AbortController();
    const element = video.current;
    if (!element) return;
    const fail = (problem: CameraProblem) => {
      if (closed.signal.aborted) return;
      closed.abort();
      setState({ kind: "failed", problem });
    };
    const onEnded = () => fail("busy");
    openCamera(element, { signal: closed.signal, cameraId, onEnded }).then(
      (opened) => {
        if (closed.signal.aborted) return opened.stop();
        setCamera(opened);
        setState({ kind: "looking" });
        keepLooking(opened, closed.signal, (text) => listener.current(text));
        const timer = setInterval(() => setHint(opened.isDark() ? "dark" : "hint"), HINT_AFTER_MS);
        closed.signal.addEventListener("abort", () => {
          clearInterval(timer);
          opened.stop();
        });
      },
      (error: unknown) => fail(error instanceof CameraError ? error.problem : "busy"),
    );
    return () => closed.abort();
  }, [video, cameraId]);
  return { state, camera, hint };
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

function CameraTrouble(props: { problem: CameraProblem; onAgain: () => void }) {
  const { problem } = props;
  const again = async () => {
    // Of what couldn't be fetched, a browser may ask once only.
    if (problem === "unloaded" && (await isServerThere())) return location.reload();
    props.onAgain();
  };
  return (
    <Notice call kind="bad" title={sharedText(`camera.${problem}.title`)} testId="camera-trouble">
      <p>{sharedText(`camera.${problem === "denied" ? placeOfDenial() : problem}.todo`)}</p>
      {problem !== "unsupported" && (
        <Button look="second" testId="camera-again" onPress={() => void again()}>
          {sharedText("camera.again")}
        </Button>
      )}
    </Notice>
  );
}

/** Where a person allows the camera again: beside the page's address, but not where there is no address, nor on iOS. */
function placeOfDenial(): "denied" | "deniedIos" | "deniedInstalled" {
  if (isIos()) return "deniedIos";
  return isInstalled() ? "deniedInstalled" : "denied";
}
