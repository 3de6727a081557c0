// Starts the family app, in the family's language.
import "../shared/styles/styles.css";
import "./budget.css";
import "./pay.css";
import { lazy } from "../shared/app/lazy.tsx";
import { startApp } from "../shared/app/start-app.tsx";
import { App } from "./app.tsx";
import { openLanguage } from "./model/language.ts";

const SpokenApp = lazy(async () => {
  await openLanguage();
  return App;
});

startApp({ app: <SpokenApp />, serviceWorkerOf: "family" });
