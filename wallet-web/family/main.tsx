// Starts the family app, in the family's language.
import "../shared/styles/styles.css";
import "./budget.css";
import "./pay.css";
import { lazy } from "../shared/app/lazy.tsx";
import { startApp } from "../shared/app/start-app.tsx";
import { BrandBar } from "../shared/components/layout.tsx";
import { App } from "./app.tsx";
import { openFamily } from "./model/family.ts";
import { openLanguage } from "./model/language.ts";

// What the phone keeps is read while the sentences come.
const opening = openFamily();
// The app says so itself, in the family's language.
opening.catch(() => undefined);
const SpokenApp = lazy(
  async () => {
    await openLanguage();
    return App;
  },
  <BrandBar />,
);

startApp({ app: <SpokenApp opening={opening} />, serviceWorkerOf: "family" });
