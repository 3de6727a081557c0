// What a till's camera sees of a family's phone where the light is poor, the glass is cracked or the hand isn't still: made of the
// picture of the phone's own screen, the same at every run.
import type { Locator } from "playwright-core";
import decodeQR from "qr/decode.js";
import { CAMERA, writeFrames } from "../../helpers/chromium.ts";
import { decodePng } from "./qr.ts";

/** Brightness of each point, row by row. */
export type Grey = { width: number; height: number; data: Uint8Array };

type Spot = { x: number; y: number };

/** How a camera sees a screen. */
export type Sight = {
  /** What lies on the glass, and so moves and turns with the code. */
  glass?: (screen: Grey) => void;
  turnDegrees?: number;
  /** What light and lens make of it. */
  lens?: (frame: Grey, random: () => number) => Grey;
};

const AROUND = 215;
/** Of the frame's height; a turned code needs more room. */
const PART_OF_HEIGHT = 0.94;

/** The element as it stands on the screen. */
export async function pictureOf(element: Locator): Promise<Grey> {
  const { width, height, data } = decodePng(await element.screenshot());
  const channels = data.length / (width * height);
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at++) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * channels, at * channels + 3);
    grey[at] = Math.round((red + green + blue) / 3);
  }
  return { width, height, data: grey };
}

/** From now on the camera sees that picture so. @returns the first frame. */
export function showPoorly(file: string, picture: Grey, sight: Sight): Grey {
  const screen = { ...picture, data: picture.data.slice() };
  sight.glass?.(screen);
  const random = createRandom();
  const frames = Array.from({ length: CAMERA.frames }, (_, index) => {
    const frame = placed(screen, { turnDegrees: sight.turnDegrees ?? 0, shift: index % 5 });
    return sight.lens?.(frame, random) ?? frame;
  });
  writeFrames(file, (index) => (frames[index] as Grey).data);
  return frames[0] as Grey;
}

/** Whether anybody could read it, with all the time there is. */
export function isReadable({ width, height, data }: Grey): boolean {
  const colours = new Uint8Array(data.length * 3);
  for (const [at, value] of data.entries()) colours.fill(value, at * 3, at * 3 + 3);
  try {
    decodeQR({ width, height, data: colours }, { effort: 64, timeLimit: 10_000 });
    return true;
  } catch {
    return false;
  }
}

/** The screen in the middle of a frame, turned and a little off its place. */
function placed(screen: Grey, given: { turnDegrees: number; shift: number }): Grey {
  const { width, height } = CAMERA;
  const data = new Uint8Array(width * height);
  const scale = screen.height / (height * PART_OF_HEIGHT);
  const angle = (given.turnDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [right, down] = [x - width / 2 - given.shift, y - height / 2 - given.shift];
      const spot = {
        x: right * cos + down * sin + screen.width / 2,
        y: down * cos - right * sin + screen.height / 2,
      };
      data[y * width + x] = between(screen, spot);
    }
  }
  return { width, height, data };
}

/** The brightness at a spot between four points; around the screen that of the phone. */
function between({ width, height, data }: Grey, { x, y }: Spot): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return AROUND;
  const [right, below] = [x - left, y - top];
  const at = (across: number, down: number) => data[(top + down) * width + left + across] ?? AROUND;
  const upper = at(0, 0) * (1 - right) + at(1, 0) * right;
  const lower = at(0, 1) * (1 - right) + at(1, 1) * right;
  return Math.round(upper * (1 - below) + lower * below);
}

/** Hardly any light: black and white come near to each other, and the camera adds grains of its own. */
export function dim(given: { darkest: number; lightest: number; grain: number }) {
  return ({ width, height, data }: Grey, random: () => number): Grey => ({
    width,
    height,
    data: data.map((value) => {
      const light = given.darkest + (value / 255) * (given.lightest - given.darkest);
      return Math.max(0, Math.round(light + (random() - 0.5) * 2 * given.grain));
    }),
  });
}

/** A lens that isn't sharp: each point is the mean of those around it. */
export function blurred(reach: number) {
  return ({ width, height, data }: Grey): Grey => {
    const along = (from: Uint8Array, step: number, last: number, place: (at: number) => number) =>
      from.map((_, at) => {
        let [sum, count] = [0, 0];
        for (let off = -reach; off <= reach; off++) {
          if (place(at) + off < 0 || place(at) + off > last) continue;
          sum += from[at + off * step] ?? 0;
          count++;
        }
        return Math.round(sum / count);
      });
    const rows = along(data, 1, width - 1, (at) => at % width);
    const both = along(rows, width, height - 1, (at) => Math.floor(at / width));
    return { width, height, data: both };
  };
}

/** A crack along these spots, as parts of the screen: a dark line, beside it a white one where the glass catches the light. */
export function crack(screen: Grey, spots: readonly Spot[], thickness = 0.0028): void {
  const { width, height, data } = screen;
  const half = thickness * width;
  for (let at = 0; at < data.length; at++) {
    const spot = { x: at % width, y: Math.floor(at / width) };
    for (let index = 1; index < spots.length; index++) {
      const [from, to] = [spots[index - 1], spots[index]].map((one) => ({
        x: (one?.x ?? 0) * width,
        y: (one?.y ?? 0) * height,
      })) as [Spot, Spot];
      const off = besideOf(spot, from, to);
      if (off === null || off < -half || off > 2 * half) continue;
      data[at] = off <= half ? 20 : 255;
    }
  }
}

/** How far a spot lies to the one side or the other of a line; null where it lies before its start or past its end. */
function besideOf(spot: Spot, from: Spot, to: Spot): number | null {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [across, down] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [x, y] = [spot.x - from.x, spot.y - from.y];
  const along = x * across + y * down;
  return along < 0 || along > length ? null : x * down - y * across;
}

/** Splinters: nothing is left of the code within this reach, as parts of the screen. */
export function splinter(screen: Grey, given: { at: Spot; reach: number; size?: number }): void {
  const { width, height, data } = screen;
  const random = createRandom();
  const size = Math.max(1, Math.round((given.size ?? 0.015) * width));
  const shades = Array.from({ length: Math.ceil(width / size) * Math.ceil(height / size) }, () =>
    random() < 0.5 ? 10 : 250,
  );
  for (let at = 0; at < data.length; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const off = Math.hypot(x / width - given.at.x, y / height - given.at.y);
    const piece = Math.floor(y / size) * Math.ceil(width / size) + Math.floor(x / size);
    if (off <= given.reach) data[at] = shades[piece] ?? 0;
  }
}

/** Numbers from 0 up to 1, always the same ones. Source: Numerical Recipes, "quick and dirty" generators. */
function createRandom(): () => number {
  let state = 20_261_128;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
