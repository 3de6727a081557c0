// Vite plugin: a page asks for its font together with its styles and script, not only once these are read. Without it a phone
// lays everything out twice: in its own letters first, then in ours.
import type { Plugin } from "vite";

/** The file with the letters of Dutch; the other, for accents that few names have, comes when one is needed. */
const FONT = /figtree-latin-wght-normal[^/]*\.woff2$/;

export function fontFirst(): Plugin {
  return {
    name: "kindpakket-font-first",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle, path }) {
        const font = Object.keys(bundle ?? {}).find((file) => FONT.test(file));
        if (!font) throw new Error(`${path} has no font to ask for: the stylesheet names another`);
        return [
          {
            tag: "link",
            attrs: {
              rel: "preload",
              as: "font",
              type: "font/woff2",
              crossorigin: true,
              href: `/${font}`,
            },
            injectTo: "head-prepend",
          },
        ];
      },
    },
  };
}
