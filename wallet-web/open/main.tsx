// Starts the page that anyone may see: /openbaar/{schemeId}.
import "../shared/styles/styles.css";
import "./open.css";
import { startApp } from "../shared/app/start-app.tsx";
import { OpenPage } from "./open-page.tsx";

startApp({ app: <OpenPage schemeId={location.pathname.split("/").at(-1) ?? ""} /> });
