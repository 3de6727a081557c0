// What a phone downloads before the family app works, against the limits of the design; and what works without a connection.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { LANGUAGE_CODES, type LanguageCode } from "../../wallet-web/shared/language.ts";

const DIST = join(import.meta.dirname, "../../dist");
const read = (path: string) => readFileSync(join(DIST, path), "utf8");
const gzipSize = (path: string) => gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length;
const KILOBYTE = 1024;
/** What only the reader of QR codes says. */
const DECODER = /finder storage exhausted/;

/** Scripts and styles that a page needs at once: what it names, and what those scripts import without being asked. */
function firstLoad(app: string): { scripts: string[]; styles: string[] } {
  const page = read(`${app}/index.html`);
  const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(
    (match) => match[1] ?? "",
  );
  const scripts = new Set<string>();
  const visit = (script: string) => {
    if (scripts.has(script)) return;
    scripts.add(script);
    for (const [, name] of read(script).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
      visit(`assets/${name}`);
    }
  };
  for (const name of named.filter((one) => one.endsWith(".js"))) visit(name);
  return { scripts: [...scripts], styles: named.filter((one) => one.endsWith(".css")) };
}

/** The one script with a language's sentences; it imports nothing that the first load hasn't. */
function chunkOf(code: LanguageCode): string {
  const names = readdirSync(join(DIST, "assets")).filter((name) =>
    new RegExp(`^${code}-[\\w-]+\\.js$`).test(name),
  );
  expect(names, code).to.have.length(1);
  return `assets/${names[0]}`;
}

const total = (paths: string[]) => paths.reduce((sum, path) => sum + gzipSize(path), 0);

describe("First load", () => {
  it("of the family app is at most 50 KB of scripts", () => {
    expect(total(firstLoad("family").scripts)).to.be.within(1, 50 * KILOBYTE);
  });

  for (const code of LANGUAGE_CODES) {
    it(`of the family app with its sentences in ${code} is at most 50 KB of scripts`, () => {
      const sentences = chunkOf(code);
      expect(firstLoad("family").scripts).to.not.include(sentences);
      const scripts = [...firstLoad("family").scripts, sentences];
      expect(total(scripts)).to.be.within(1, 50 * KILOBYTE);
    });
  }

  it("of the family app is at most 20 KB of styles", () => {
    expect(total(firstLoad("family").styles)).to.be.within(1, 20 * KILOBYTE);
  });

  it("of the till is at most 60 KB of scripts", () => {
    expect(total(firstLoad("till").scripts)).to.be.within(1, 60 * KILOBYTE);
  });

  it("of the family app has no camera, no code's arithmetic, no zod, no ethers", () => {
    const code = firstLoad("family").scripts.map(read).join("");
    expect(code).to.not.match(/PBKDF2|ZodError|ethers/);
    expect(code).to.not.match(DECODER);
    const decoders = readdirSync(join(DIST, "assets")).filter((name) => /^decode-.*js$/.test(name));
    expect(decoders.map((name) => DECODER.test(read(`assets/${name}`)))).to.include(true);
  });

  for (const app of ["family", "till", "desk", "open"]) {
    it(`of ${app} is one script and one style: each more is a way there and back on a slow connection`, () => {
      const { scripts, styles } = firstLoad(app);
      expect(scripts).to.have.length(1);
      expect(styles).to.have.length(1);
    });
  }
});

describe("Pages", () => {
  for (const app of ["family", "till", "desk", "open"]) {
    it(`of ${app} have nothing inline and nothing from elsewhere`, () => {
      const page = read(`${app}/index.html`);
      expect(page).to.not.match(/<style|style=|\son\w+=|<script(?![^>]*src=)/);
      expect(page).to.not.match(/(?:src|href)="(?!\/)/);
    });
  }
});

describe("Service worker", () => {
  for (const app of ["family", "till"]) {
    const worker = () => read(`${app}/service-worker.js`);
    const files = (): string[] => JSON.parse(/FILES = (\[[^\]]*\])/.exec(worker())?.[1] ?? "[]");

    it(`of ${app} keeps files that are there`, () => {
      expect(files().length).to.be.above(5);
      for (const file of files()) {
        const path = file.endsWith("/") ? `${file}index.html` : file;
        expect(existsSync(join(DIST, path)), file).to.equal(true);
      }
    });

    it(`of ${app} keeps all that the first load needs`, () => {
      const { scripts, styles } = firstLoad(app);
      expect(files()).to.include.members([...scripts, ...styles].map((path) => `/${path}`));
      expect(files()).to.include(`/${app}/`);
    });

    it(`of ${app} keeps every language that it speaks`, () => {
      const kept = LANGUAGE_CODES.filter((code) => files().includes(`/${chunkOf(code)}`));
      expect(kept).to.deep.equal(app === "family" ? LANGUAGE_CODES : []);
    });

    it(`of ${app} has every placeholder filled`, () => {
      expect(worker()).to.not.match(/__[A-Z]+__/);
    });
  }
});
