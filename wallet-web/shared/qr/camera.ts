// The camera: opens the rear one, reads its pictures, finds a QR in them. The decoder is loaded only here.

export type CameraProblem = "denied" | "missing" | "busy" | "unsupported" | "unloaded";

export class CameraError extends Error {
  readonly problem: CameraProblem;
  constructor(problem: CameraProblem, cause?: unknown) {
    super(problem, { cause });
    this.problem = problem;
  }
}

export type Camera = {
  /** Looks once; the text of a QR or null. */
  look: () => string | null;
  /** Whether the last picture was too dark to read anything in. */
  isDark: () => boolean;
  /** The id to open another camera of this device by; null when this is the only one. */
  otherId: string | null;
  hasTorch: boolean;
  setTorch: (on: boolean) => Promise<void>;
  stop: () => void;
};

/** Enough for a QR of 57 squares at arm's length, and small enough for an old phone. */
const LONGEST_SIDE = 720;
const DECODE_LIMIT_MS = 60;

type Opening = {
  signal: AbortSignal;
  cameraId: string | null;
  /** The camera was taken away: pulled out, or no longer allowed. */
  onEnded: () => void;
};

/** Shows the camera in a video element. @throws {CameraError} with what a person can do something about. */
export async function openCamera(
  video: HTMLVideoElement,
  { signal, cameraId, onEnded }: Opening,
): Promise<Camera> {
  // First what reads: nobody is asked for a camera that would look in vain.
  const decodeQR = await loadDecoder();
  if (signal.aborted) throw signal.reason;
  const stream = await askForStream(cameraId);
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  if (signal.aborted) {
    stop();
    throw signal.reason;
  }
  const [track] = stream.getVideoTracks();
  track?.addEventListener("ended", onEnded);
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  const capabilities = track?.getCapabilities?.() as { torch?: boolean } | undefined;
  const known = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const isDark = { value: false };
  return {
    look: createLook(video, (image) => {
      isDark.value = isDarkPicture(image.data);
      return decodeQR(image, { effort: 4, timeLimit: DECODE_LIMIT_MS });
    }),
    isDark: () => isDark.value,
    otherId: nextCamera(known, track?.getSettings().deviceId ?? ""),
    hasTorch: capabilities?.torch === true,
    setTorch: async (on) => {
      const constraints = { advanced: [{ torch: on }] } as unknown as MediaTrackConstraints;
      await track?.applyConstraints(constraints);
    },
    stop,
  };
}

/** The camera after this one, of those that the browser tells of; null when there is no other. */
export function nextCamera(
  known: readonly Pick<MediaDeviceInfo, "kind" | "deviceId">[],
  currentId: string,
): string | null {
  const cameras = known.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== "");
  if (cameras.length < 2) return null;
  const index = cameras.findIndex(({ deviceId }) => deviceId === currentId);
  return cameras[(index + 1) % cameras.length]?.deviceId ?? null;
}

/** Below this mean of its colours (of 255) a picture shows no code. */
const DARK = 35;
/** Every so many values: enough to know the light by, and costs nothing. */
const SAMPLE_STEP = 4 * 97;

/** @param data Red, green, blue, alpha of each point. */
export function isDarkPicture(data: ArrayLike<number>): boolean {
  let sum = 0;
  let count = 0;
  for (let at = 0; at + 2 < data.length; at += SAMPLE_STEP) {
    sum += ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
    count++;
  }
  return count > 0 && sum / count < DARK;
}

async function loadDecoder() {
  try {
    return (await import("qr/decode.js")).decodeQR;
  } catch (cause) {
    throw new CameraError("unloaded", cause);
  }
}

async function askForStream(cameraId: string | null): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraError("unsupported");
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        ...(cameraId === null
          ? { facingMode: { ideal: "environment" } }
          : { deviceId: { exact: cameraId } }),
        width: { ideal: 1280 },
        height: { ideal: 720 },
      },
    });
  } catch (cause) {
    const name = cause instanceof DOMException ? cause.name : "";
    if (name === "NotAllowedError" || name === "SecurityError") {
      throw new CameraError("denied", cause);
    }
    if (name === "NotFoundError" || name === "OverconstrainedError") {
      throw new CameraError("missing", cause);
    }
    throw new CameraError("busy", cause);
  }
}

type Picture = { width: number; height: number; data: Uint8ClampedArray };

function createLook(video: HTMLVideoElement, decode: (picture: Picture) => string) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (): string | null => {
    if (!context || video.videoWidth === 0) return null;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
    const width = Math.round(video.videoWidth * scale);
    const height = Math.round(video.videoHeight * scale);
    canvas.width = width;
    canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    try {
      return decode(context.getImageData(0, 0, width, height));
    } catch {
      return null; // no QR in this picture
    }
  };
}
