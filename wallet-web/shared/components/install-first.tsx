// An app on the home screen of an iPhone or iPad has a memory of its own, and what stays in the browser is forgotten there after a week
// without a visit. So it is said before anything is kept. Source: webkit.org/blog/14403.
import { isInstalled, isIos } from "../app/install.ts";
import { sharedText } from "../texts.ts";
import { Notice } from "./notice.tsx";

export function InstallFirst() {
  if (!isIos() || isInstalled()) return null;
  return (
    <Notice title={sharedText("install.first.title")} testId="install-first">
      <p>{sharedText("install.first.text")}</p>
    </Notice>
  );
}
