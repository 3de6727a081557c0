import "../shared/styles/styles.css";
import { startApp } from "../shared/app/start-app.tsx";
import { BrandBar } from "../shared/components/layout.tsx";

startApp({ app: <BrandBar /> });
