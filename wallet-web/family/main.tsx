// Starts the family app.
import "../shared/styles/styles.css";
import "./budget.css";
import "./pay.css";
import { startApp } from "../shared/app/start-app.tsx";
import { App } from "./app.tsx";

startApp({ app: <App />, serviceWorkerOf: "family" });
