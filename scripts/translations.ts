// npm run translations: lists, per language and file, what is still to be translated and what the Dutch no longer has.
import { leftOverSentences, missingSentences } from "./translations/language-files.ts";

const missing = missingSentences();
const leftOver = leftOverSentences();
const byFile = Map.groupBy(missing, ({ language, file }) => `${language}/${file}.json`);
for (const [file, gaps] of byFile) {
  console.log(`\n${file}: ${gaps.length} to translate`);
  for (const { key, dutch } of gaps) console.log(`  "${key}": ${JSON.stringify(dutch)}`);
}
for (const { language, file, key } of leftOver) {
  console.log(`${language}/${file}.json: "${key}" is not in the Dutch (any more): remove it`);
}
if (missing.length + leftOver.length === 0) console.log("Every language says what the Dutch says.");
else process.exitCode = 1;
