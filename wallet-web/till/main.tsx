// Starts the till.
import "../shared/styles/styles.css";
import "./till.css";
import "./scan.css";
import "./accepted.css";
import "./pin.css";
import { startApp } from "../shared/app/start-app.tsx";
import { App } from "./app.tsx";

startApp({ app: <App />, serviceWorkerOf: "till" });
