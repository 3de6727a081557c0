// What the device can do to help at a counter: stay awake, make a sound, tremble. All of it may be missing.
import { useEffect } from "preact/hooks";

/** Keeps the screen on while the component shows. */
export function useScreenAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let isGone = false;
    const ask = async () => {
      if (document.hidden || isGone) return;
      try {
        lock = await navigator.wakeLock.request("screen");
        if (isGone) await lock.release();
      } catch {
        // Low battery, or a browser without it: the screen dims as always.
      }
    };
    const again = () => void ask();
    again();
    document.addEventListener("visibilitychange", again);
    return () => {
      isGone = true;
      document.removeEventListener("visibilitychange", again);
      void lock?.release();
    };
  }, []);
}

type Note = { hertz: number; atMs: number; lengthMs: number };

const SOUNDS = {
  paid: [
    { hertz: 784, atMs: 0, lengthMs: 130 },
    { hertz: 1175, atMs: 120, lengthMs: 320 },
  ],
  refused: [
    { hertz: 220, atMs: 0, lengthMs: 180 },
    { hertz: 175, atMs: 200, lengthMs: 300 },
  ],
} as const satisfies Record<string, readonly Note[]>;

const TREMBLES = { paid: [60], refused: [120, 80, 120] } as const;

let audio: AudioContext | null = null;

/** Browsers only make sound after a touch: call this in one. */
export function prepareSound(): void {
  try {
    audio ??= new AudioContext();
    void audio.resume();
  } catch {
    // No sound on this device: the screen says it too.
  }
}

/** Sound and tremble of a result. */
export function signal(result: keyof typeof SOUNDS): void {
  navigator.vibrate?.([...TREMBLES[result]]);
  if (audio?.state !== "running") return;
  for (const note of SOUNDS[result]) play(audio, note);
}

function play(context: AudioContext, { hertz, atMs, lengthMs }: Note): void {
  const start = context.currentTime + atMs / 1000;
  const end = start + lengthMs / 1000;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = "triangle";
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.4, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, end);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(end);
}
