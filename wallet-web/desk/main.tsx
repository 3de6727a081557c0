import "../shared/styles/styles.css";
import "./styles/desk.css";
import { startApp } from "../shared/app/start-app.tsx";
import { takeLinkValue } from "../shared/router.ts";
import { App } from "./app/app.tsx";

// Out of the address before anything else can see it.
const code = takeLinkValue("code");
startApp({ app: <App firstCode={code} /> });
