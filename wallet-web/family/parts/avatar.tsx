// The pictures a family can give a child: eight animals, drawn here, so that they look the same on every phone.
import type { ComponentChild } from "preact";
import type { Picture } from "../model/child.ts";

const eyes = (y = 26, dx = 6.5, colour = "#2b2118") => (
  <>
    <circle cx={24 - dx} cy={y} r="2.2" fill={colour} />
    <circle cx={24 + dx} cy={y} r="2.2" fill={colour} />
  </>
);
const head = (fill: string, ry = 15.5) => <ellipse cx="24" cy="27" rx="16.5" ry={ry} fill={fill} />;
const nose = (fill = "#2b2118", y = 31) => <ellipse cx="24" cy={y} rx="2.6" ry="1.9" fill={fill} />;
const twoCircles = (r: number, fill: string, y = 14, dx = 11.5) => (
  <>
    <circle cx={24 - dx} cy={y} r={r} fill={fill} />
    <circle cx={24 + dx} cy={y} r={r} fill={fill} />
  </>
);
const ears = (d: string, fill: string) => (
  <>
    <path d={d} fill={fill} />
    <path d={d} fill={fill} transform="matrix(-1 0 0 1 48 0)" />
  </>
);

const PICTURES: Record<Picture, ComponentChild> = {
  fox: (
    <>
      {ears("M8 8l13 8-12 12z", "#d9641c")}
      {head("#ee7d2b", 14.5)}
      <path
        d="M9 30c7-1 12 3 15 11C18 42 11 38 9 30zM39 30c-7-1-12 3-15 11 6 1 13-3 15-11z"
        fill="#fff"
      />
      {eyes(26)}
      {nose(undefined, 38)}
    </>
  ),
  rabbit: (
    <>
      {ears("M15 24C8 14 9 3 14 3s8 9 6 19z", "#e3dfe9")}
      {ears("M15.500 20C11.500 14 12 6.500 14 6.500s4.500 6 3.500 13z", "#f3b7c4")}
      {head("#f4f1f8", 14)}
      {eyes(27)}
      {nose("#e2788f", 32)}
    </>
  ),
  bear: (
    <>
      {twoCircles(6.5, "#96622f")}
      {twoCircles(3.2, "#d6a56f")}
      {head("#b07a3f")}
      <ellipse cx="24" cy="33" rx="7.5" ry="6" fill="#f0d8b4" />
      {eyes(25)}
      {nose()}
    </>
  ),
  frog: (
    <>
      {twoCircles(6.5, "#5aa43c", 15, 9.5)}
      {head("#6cb84a", 13.5)}
      {twoCircles(4.2, "#fff", 15, 9.5)}
      {twoCircles(2.2, "#22331a", 15, 9.5)}
      <path
        d="M15 30c3 5.500 15 5.500 18 0"
        fill="none"
        stroke="#2f5a1e"
        stroke-width="2"
        stroke-linecap="round"
      />
    </>
  ),
  panda: (
    <>
      {twoCircles(6.2, "#252a31")}
      {head("#fff")}
      <ellipse cx="17" cy="26" rx="4.2" ry="5.200" fill="#252a31" transform="rotate(25 17 26)" />
      <ellipse cx="31" cy="26" rx="4.200" ry="5.200" fill="#252a31" transform="rotate(-25 31 26)" />
      {eyes(26, 6.5, "#fff")}
      {nose("#252a31", 33)}
    </>
  ),
  cat: (
    <>
      {ears("M9 7l12 9-12 11z", "#77808f")}
      {head("#939cab", 14.5)}
      {eyes(26)}
      {nose("#e2788f", 31)}
      <path
        d="M8 30l7 1M8 35l7-1.500M40 30l-7 1M40 35l-7-1.500"
        stroke="#fff"
        stroke-width="1.500"
        stroke-linecap="round"
      />
    </>
  ),
  chick: (
    <>
      <path d="M24 13c-3-4-1-7 1-8 0 3 3 3 3 7z" fill="#f0b41e" />
      {head("#fcd34a", 15.5)}
      {eyes(25)}
      <path d="M24 29l5 3-5 4-5-4z" fill="#ec7a1c" />
    </>
  ),
  owl: (
    <>
      {ears("M9 8l11 7-10 9z", "#6b4f9e")}
      {head("#7d60b5")}
      {twoCircles(6.6, "#fff", 25, 7)}
      {twoCircles(3, "#251b3a", 25, 7)}
      <path d="M24 29l3 3-3 4-3-4z" fill="#f0a61e" />
    </>
  ),
};

/** Decoration beside a name. */
export function Avatar({ picture, size = 48 }: { picture: Picture; size?: number }) {
  return (
    <span class="avatar" aria-hidden="true">
      <svg width={size} height={size} viewBox="0 0 48 48" aria-hidden="true">
        {PICTURES[picture]}
      </svg>
    </span>
  );
}
